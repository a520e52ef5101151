"""What ``check`` has found: findings, and what they are collected in."""

from __future__ import annotations

from bgscript.check.rules import RULES

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Protocol

    class Place(Protocol):
        """A place in a file; lines and columns count from 1."""

        line: int
        column: int


class Spot:
    """A place without a node."""

    __slots__ = ("column", "line")

    def __init__(self, line: int = 1, column: int = 1) -> None:
        self.line = line
        self.column = column


class Finding:
    """One finding. ``reason`` says why it is ignored; it is empty for a finding that counts."""

    __slots__ = ("code", "column", "file", "hint", "level", "line", "message", "reason")

    def __init__(self, code: str, level: str, file: str, place: Place, message: str, hint: str) -> None:
        self.code = code
        self.level = level
        self.file = file
        self.line = place.line
        self.column = place.column
        self.message = message
        self.hint = hint
        self.reason = ""

    def as_data(self) -> dict[str, Any]:
        """For ``--json``."""
        names = ("code", "level", "file", "line", "column", "message", "hint")
        return {name: getattr(self, name) for name in names}


class Collector:
    """Takes the findings of one file."""

    def __init__(self, file: str, into: list[Finding]) -> None:
        self.file = file
        self.findings = into

    def add(self, code: str, place: Place, message: str, hint: str, level: str = "") -> None:
        """Note a finding; its level is the code's unless another one is given."""
        self.findings.append(Finding(code, level or RULES[code][0], self.file, place, message, hint))


def similar(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty if none is similar."""
    choices = sorted(known)
    if found := [choice for choice in choices if choice.lower() == word.lower()]:
        return found[0]
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, choices, n=1, cutoff=0.7)), "")


def listed(words: Iterable[str], last: str = "or") -> str:
    """Words as a sentence has them: `a`, `b` or `c`; ``last`` is the word before the last one."""
    quoted = [f"`{word}`" for word in words]
    return f" {last} ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]])) if quoted else "none"


def plural(count: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {noun}{'s' * (count != 1)}"
