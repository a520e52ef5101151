"""Writes a command's texts. A command does not fail because a text cannot be shown."""

from __future__ import annotations

import os
import re
import sys

from bgscript.system.errors import BgscriptError, UsageError

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, TextIO

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that a terminal obeys instead of showing them, and those that change the direction of what is shown."""


def visible(text: str) -> str:
    """A text in which hidden characters are written as escapes. Everything that is printed comes through here."""
    return _HIDDEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file's name that is not UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible_json(text: str) -> str:
    """The same for JSON, where they are in strings only, and as JSON escapes them."""
    return _HIDDEN.sub(lambda match: _json_escape(ord(match[0])), text)


def _json_escape(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + (code - 0x10000 >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


class Output:
    """The two streams of a run: results on stdout, warnings and errors on stderr."""

    def __init__(self) -> None:
        self.lost = ""
        """Why stdout did not take everything; empty if it did."""

    def show(self, lines: Iterable[str]) -> None:
        """Print lines for people."""
        self.write("".join(f"{line}\n" for line in lines))

    def show_json(self, data: Any) -> None:
        """Print the one object that ``--json`` promises."""
        import json
        from dataclasses import asdict, is_dataclass

        def plain(value: Any) -> Any:
            return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)

        text = visible_json(json.dumps(data, indent=2, ensure_ascii=False, default=plain))
        self.lost = self.lost or _write(sys.stdout, f"{text}\n")

    def write(self, text: str) -> None:
        """Print text; only what is hidden in it is escaped."""
        self.lost = self.lost or _write(sys.stdout, visible(text))

    def warn(self, warnings: Iterable[str]) -> None:
        """Print warnings, each on a line; on a terminal in as many as it needs."""
        for warning in warnings:
            _tell("warning", warning)

    def inform(self, sentence: str) -> None:
        """Print a line about the run itself, on standard error."""
        _write(sys.stderr, visible(f"{sentence}\n"))

    def fail(self, error: BgscriptError, *, is_json: bool = False, about: str = "") -> None:
        """Print an error and its hint, with the name of the project if there are several."""
        if is_json:
            self.show_json(as_json(error))
        where = f"{about}: " if about else ""
        for message in error.problems if isinstance(error, UsageError) else [error.message]:
            _tell("error", f"{where}{message}")
        if error.hint:
            _tell("hint", error.hint)


def as_json(error: BgscriptError) -> dict[str, Any]:
    """An error for programs."""
    return {"error": {"code": error.exit_code, "message": error.message, "hint": error.hint}}


def _tell(label: str, text: str) -> None:
    """Write a labelled text to standard error: on a terminal in lines that fit, elsewhere as it is."""
    lines = visible(f"{label}: {text}").split("\n")
    if is_terminal(sys.stderr):
        from bgscript.cli.wrapping import broken

        lines = broken(lines, " " * (len(label) + 2))
    _write(sys.stderr, "".join(f"{line}\n" for line in lines))


def _write(stream: TextIO | None, text: str) -> str:
    """Write and flush; returns the reason if that fails. Characters that the encoding lacks are escaped."""
    if stream is None:  # closed before the process began
        return "it is closed"
    try:
        try:
            stream.write(text)
        except UnicodeEncodeError:
            encoding = stream.encoding or "ascii"
            stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except (OSError, ValueError) as error:
        _silence(stream)
        return getattr(error, "strerror", None) or str(error)
    return ""


def _silence(stream: TextIO) -> None:
    """Discard the buffer of a broken stream. Otherwise Python prints a traceback at its end."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass


def is_terminal(*streams: TextIO | None) -> bool:
    """Whether all of them are a terminal."""
    try:
        return all(stream is not None and stream.isatty() for stream in streams)
    except ValueError:  # closed
        return False


def columns() -> int:
    """The width of the terminal, as shutil reports it."""
    if os.environ.get("COLUMNS", "").isdecimal() and int(os.environ["COLUMNS"]) > 0:
        return int(os.environ["COLUMNS"])
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80
