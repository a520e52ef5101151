"""Prose in reports: wrapped at one width, by one function."""

import sys
from collections.abc import Sequence

from bgscript.cli.output import is_terminal
from bgscript.cli.wrapping import fill, width_of

WIDTH = 100


def wrapped(sentence: str, first: str = "", rest: str | None = None) -> list[str]:
    """A sentence in lines of at most ``WIDTH`` characters, on a narrower terminal in shorter ones; see ``fill``."""
    return fill(sentence, width_of(sys.stdout, WIDTH), first, rest)


def on_a_line(sentence: str) -> list[str]:
    """A sentence that programs may search for: one line, in more lines on a terminal alone."""
    return wrapped(sentence) if is_terminal(sys.stdout) else [sentence]


def points(sentences: Sequence[str]) -> list[str]:
    """Sentences as a list."""
    return [line for sentence in sentences for line in wrapped(sentence, "  - ", "    ")]
