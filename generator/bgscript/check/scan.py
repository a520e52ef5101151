"""JavaScript and TypeScript read as text: comments blanked, strings found, nothing more.

There is no parser: a name that is not a plain string or identifier is "not known".
"""

from __future__ import annotations

import re

_MOST_BYTES = 400_000
_LEXEME = re.compile(
    r"""
      (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")
    | (?P<template>`(?:\\.|[^`\\])*`)
    | (?P<regex>(?<=[=(,:;!&|?{}\[])[ ]*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)
    """,
    re.VERBOSE | re.DOTALL,
)


class Source:
    """One file.

    ``code`` has no comments; ``blanked`` has no comments, and spaces in place of what is in strings. Both have the
    length and lines of the text.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._code = self._blanked = ""

    @property
    def code(self) -> str:
        if not self._code:
            self._code = _LEXEME.sub(_without_comment, self.text)
        return self._code

    @property
    def blanked(self) -> str:
        if not self._blanked:
            self._blanked = _LEXEME.sub(_without_content, self.text)
        return self._blanked

    @classmethod
    def read(cls, file: str) -> Source | None:
        """Read a file; None if it cannot be read, or is larger than people write."""
        try:
            with open(file, "rb") as stream:
                data = stream.read(_MOST_BYTES + 1)
            if len(data) > _MOST_BYTES:
                return None
            return cls(file, data.decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            return None

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = self.text.count("\n", 0, offset) + 1
        return line, offset - (self.text.rfind("\n", 0, offset) + 1) + 1

    def argument(self, offset: int) -> str | None:
        """The string at an offset, if it is the whole argument; None if it is computed."""
        match = re.compile(r"\s*(['\"`])").match(self.code, offset)
        if not match:
            return None
        start = match.end() - 1
        lexeme = _LEXEME.match(self.code, start)
        if not lexeme or "${" in lexeme[0] or "\\" in lexeme[0]:
            return None
        after = re.compile(r"\s*(?:as\s+\w+\s*)?[,)]").match(self.code, lexeme.end())
        return lexeme[0][1:-1] if after else None

    def identifier(self, offset: int) -> str:
        """The plain name at an offset, if it is the whole argument; otherwise empty."""
        match = re.compile(r"\s*([A-Za-z_$][\w$]*)\s*[,)]").match(self.blanked, offset)
        return match[1] if match else ""

    def block(self, offset: int) -> int:
        """The offset of the brace that opens the innermost block around an offset; -1 outside of all."""
        depth = 0
        for index in range(offset - 1, -1, -1):
            letter = self.blanked[index]
            if letter == "}":
                depth += 1
            elif letter == "{":
                if depth == 0:
                    return index
                depth -= 1
        return -1

    def names_in(self, start: int) -> list[tuple[str, int]] | None:
        """The names in the object literal whose brace stands at ``start``; None if one is computed or spread."""
        names: list[tuple[str, int]] = []
        index, depth, expects = start + 1, 0, True
        while index < len(self.blanked):
            letter = self.blanked[index]
            if depth == 0 and expects and not letter.isspace():
                found = _MEMBER.match(self.code, index)
                if letter == "}":
                    return names
                if not found:
                    return None
                names.append((found["plain"] or found["quoted"][1:-1], index))
                index, expects = found.end(), False
                continue
            if letter in "([{":
                depth += 1
            elif letter in ")]}":
                if depth == 0:
                    return names if letter == "}" else None
                depth -= 1
            elif letter == "," and depth == 0:
                expects = True
            index += 1
        return None


_MEMBER = re.compile(
    r"(?:async\s+)?(?:(?P<plain>[A-Za-z_$][\w$]*)|(?P<quoted>'[^'\\\n]*'|\"[^\"\\\n]*\"))(?=\s*[:(,}])"
)


def _without_comment(match: re.Match[str]) -> str:
    return _blank(match[0]) if match["comment"] else match[0]


def _without_content(match: re.Match[str]) -> str:
    text = match[0]
    if match["comment"]:
        return _blank(text)
    return text[0] + _blank(text[1:-1]) + text[-1]


def _blank(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))
