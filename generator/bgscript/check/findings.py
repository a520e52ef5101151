"""What ``check`` has found: problems, the findings that they become, and words for messages."""

from __future__ import annotations

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Protocol

    class Place(Protocol):
        """A place in a file; lines and columns count from 1."""

        line: int
        column: int


_LONGEST = 500
"""A value in a message can be as long as a file."""


class Spot:
    """A place without a node. ``file`` is empty for the manifest or descriptor."""

    __slots__ = ("column", "file", "line")

    def __init__(self, line: int = 1, column: int = 1, file: str = "") -> None:
        self.line = line
        self.column = column
        self.file = file


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


class Problem:
    """What a rule yields: a place, what is wrong, and what to do. Its level is the rule's unless it has one."""

    __slots__ = ("file", "hint", "level", "message", "place")

    def __init__(self, place: Place, message: str, hint: str, level: str = "", file: str = "") -> None:
        self.place = place
        self.message = message
        self.hint = hint
        self.level = level
        self.file = file or getattr(place, "file", "")


class Finding:
    """One finding. ``reason`` says why it is ignored; it is empty for a finding that counts."""

    __slots__ = ("code", "column", "file", "hint", "level", "line", "message", "reason")

    def __init__(self, code: str, level: str, file: str, place: Place, message: str, hint: str) -> None:
        self.code = code
        self.level = level
        self.file = file
        self.line = place.line
        self.column = place.column
        self.message = _short(message)
        self.hint = _short(hint)
        self.reason = ""

    def as_data(self) -> dict[str, Any]:
        """For ``--json``."""
        names = ("code", "level", "file", "line", "column", "message", "hint")
        return {name: getattr(self, name) for name in names}


class Collector:
    """Takes what a pass finds in one file: problems, by the code of the rule that they belong to."""

    def __init__(self, file: str, into: dict[str, list[Problem]]) -> None:
        self.file = file
        self.noticed = into

    def add(self, code: str, place: Place, message: str, hint: str, level: str = "") -> None:
        """Note a problem."""
        self.noticed.setdefault(code, []).append(Problem(place, message, hint, level, self.file))


class _Comparisons:
    """How many words may still be compared: a document can have ten thousand that nobody knows."""

    most = 5_000

    def __init__(self) -> None:
        self.left = self.most


_comparisons = _Comparisons()


def start_comparing() -> None:
    """Begin with another project."""
    _comparisons.left = _Comparisons.most


def similar(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty if none is similar, or too many were compared in this project."""
    if _comparisons.left <= 0 or len(word) > _LONGEST:
        return ""
    choices = sorted(known)
    _comparisons.left -= len(choices)
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
