"""Prose in reports: wrapped at one width, by one function."""

import sys
from collections.abc import Sequence

from bgscript.cli.wrapping import fill, width_of

WIDTH = 100


def wrapped(sentence: str, first: str = "", rest: str | None = None) -> list[str]:
    """A sentence in lines of at most ``WIDTH`` characters, on a narrower terminal in shorter ones; see ``fill``."""
    return fill(sentence, width_of(sys.stdout, WIDTH), first, rest)


def points(sentences: Sequence[str]) -> list[str]:
    """Sentences as a list."""
    return [line for sentence in sentences for line in wrapped(sentence, "  - ", "    ")]
