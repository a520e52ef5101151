"""Prose in reports: wrapped at one width, by one function."""

from collections.abc import Sequence
from textwrap import wrap

WIDTH = 100


def wrapped(sentence: str, first: str = "", rest: str | None = None) -> list[str]:
    """A sentence in lines of at most ``WIDTH`` characters; words and addresses stay whole.

    Args:
        first: what the first line begins with.
        rest: what the others begin with, the same by default.
    """
    return wrap(
        sentence,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def points(sentences: Sequence[str]) -> list[str]:
    """Sentences as a list."""
    return [line for sentence in sentences for line in wrapped(sentence, "  - ", "    ")]
