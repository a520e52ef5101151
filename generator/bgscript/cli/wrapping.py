"""Sentences in lines: for reports, warnings, errors and help."""

from __future__ import annotations

import re

from bgscript.cli.output import columns, is_terminal

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

_WORDS = re.compile(r"[^\s`]*`[^`]*`[^\s`]*|\S+")
"""Words; what is in backticks is one, so that a command can be copied, if it fits on a line."""


def fill(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """A text in lines of at most ``width`` characters; words and addresses stay whole.

    textwrap would take longer to import than this to run.

    Args:
        text: what is wrapped.
        width: of the lines, with what they begin with.
        first: what the first line begins with.
        rest: what the others begin with, the same by default.
    """
    rest = first if rest is None else rest
    lines: list[str] = []
    for word in _words(text, width - len(rest)):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(f"{rest if lines else first}{word}")
    return lines


def _words(text: str, most: int) -> Iterator[str]:
    for word in _WORDS.findall(text):
        yield from [word] if len(word) <= most else word.split()


def width_of(stream: TextIO | None, most: int) -> int:
    """How wide lines on a stream are: at most as wide as a terminal, and the same everywhere else."""
    return min(columns(), most) if is_terminal(stream) else most


def broken(lines: Sequence[str], indent: str, most: int = 100) -> list[str]:
    """Lines for a terminal: those that are too long for it, or for a reader, go on with an indent."""
    width = min(columns(), most)
    found: list[str] = []
    for line in lines:
        start = line[: len(line) - len(line.lstrip())]
        found += fill(line, width, start, start + indent) if len(line) > width else [line]
    return found
