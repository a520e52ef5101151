"""One source: its text, its tree, and what is at a place in it."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from functools import cached_property

from bgscript.documents import regular

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node, Tree

    Path = tuple[Node, ...]
    """The nodes from the root of a tree down to one of them, which is the last."""

MOST_BYTES = 400_000
_MOST_STEPS = 400_000
"""How many nodes may be looked at for one source. A source that people write needs a few thousand."""
_SPECIFIER = re.compile(
    rb"\b(?:from|import|require)[ \t\r\n]{0,40}\(?[ \t\r\n]{0,40}(?:/\*[^*]{0,200}\*/[ \t\r\n]{0,40})?"
    rb"(?P<quote>['\"`])(?P<name>[^'\"`\r\n]{1,300})(?P=quote)"
)
_SCRIPT = re.compile(rb"<script\b([^>]{0,500})>(.*?)</script\s{0,20}>", re.DOTALL | re.IGNORECASE)
_OTHER_SCRIPT = re.compile(rb"\btype\s{0,9}=\s{0,9}['\"]?(?!module\b|text/javascript\b|application/javascript\b)\w")
_HOLE = re.compile(rb"\{\{[^{}]{0,300}\}\}|<%[^%]{0,300}%>")
_MODULE = re.compile(rb"(?m)^\s{0,40}(?:import|export)\b|\brequire\s?\(|\bmodule\.exports\b")
_LETTERS = {bytes([code]) for code in (*b"$_0123456789", *range(65, 91), *range(97, 123), *range(128, 256))}
_PAGES = (".html", ".vue", ".svelte", ".hbs", ".ejs")


class Exhausted(Exception):
    """A source is larger or deeper than what anybody writes. It counts as not known."""


class Source:
    """One file. ``name`` is its path in the project, with slashes.

    ``code`` is the text with everything but scripts blanked, for a page; else the text. Offsets count bytes.
    """

    def __init__(self, file: str, name: str, text: bytes) -> None:
        self.file = file
        self.name = name
        self.text = text
        self.is_page = name.endswith(_PAGES)
        self.code = _scripts(text, has_holes=name.endswith((".hbs", ".ejs"))) if self.is_page else text
        self._tree: Tree | None = None
        self._is_parsed = False
        self._lines: list[int] = []
        self._steps = 0
        self._specifiers: list[tuple[str, int]] | None = None

    @classmethod
    def read(cls, file: str, name: str) -> Source | None:
        """Read a file; None if it cannot be read as text, or is larger than people write."""
        try:
            data = regular.read(file, MOST_BYTES)
        except OSError:
            return None
        if len(data) > MOST_BYTES:
            return None
        if not data.isascii():
            try:
                data.decode("utf-8")
            except UnicodeDecodeError:
                return None
        return cls(file, name, data)

    @property
    def tree(self) -> Tree | None:
        """The tree, made when it is first asked for; None for a text that no parser should be given."""
        if not self._is_parsed:
            from bgscript.check.sources.grammar import parse

            self._is_parsed = True
            self._tree = parse(self.code, jsx=not self.name.endswith((".ts", ".mts", ".cts")))
        return self._tree

    @property
    def was_parsed(self) -> bool:
        """Whether its tree was asked for."""
        return self._is_parsed

    @property
    def is_known(self) -> bool:
        """Whether all of it could be parsed."""
        return self.tree is not None and not self.tree.root_node.has_error

    @property
    def specifiers(self) -> list[tuple[str, int]]:
        """What it imports from, with the offset of each such text. A comment can be among them."""
        if self._specifiers is None:
            found = _SPECIFIER.finditer(self.code)
            self._specifiers = [(match["name"].decode("utf-8", "replace"), match.start("name")) for match in found]
        return self._specifiers

    def path(self, offset: int) -> Path:
        """The nodes from the root to the smallest one at an offset.

        Raises:
            Exhausted: too much of this source has been looked at.
        """
        if self.tree is None:
            return ()
        cursor = self.tree.walk()
        found = [self.tree.root_node]
        while cursor.goto_first_child_for_byte(offset) is not None:
            node = cursor.node
            if node is None or node.start_byte > offset:
                break
            found.append(node)
        self._steps += len(found)
        if self._steps > _MOST_STEPS:
            raise Exhausted
        return tuple(found)

    def words(self, word: bytes) -> Iterator[int]:
        """The offsets at which a name is that is no member of something."""
        code, length, start = self.code, len(word), self.code.find(word)
        while start >= 0:
            end = start + length
            before, after = code[max(0, start - 3) : start], code[end : end + 1]
            is_member = before.endswith(b".") and before != b"..."
            if before[-1:] not in _LETTERS and after not in _LETTERS and not is_member:
                yield start
            start = code.find(word, end)

    @cached_property
    def is_script(self) -> bool:
        """Whether it is no module, so that its names are those of the page."""
        return not _MODULE.search(self.code)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        if not self._lines:
            self._lines = [0, *(match.end() for match in re.finditer(rb"\n", self.text))]
        line = bisect_right(self._lines, offset)
        before = self.text[self._lines[line - 1] : offset]
        return line, len(before.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")) + 1

    def folder(self) -> str:
        """The folder that it is in, in the project."""
        return os.path.dirname(self.name)


def words(node: Node | None) -> str:
    """The text of a node; empty for none."""
    return node.text.decode("utf-8", "replace") if node is not None and node.text is not None else ""


def field(node: Node, name: str) -> Node | None:
    """A field of a node."""
    return node.child_by_field_name(name)


def _scripts(text: bytes, *, has_holes: bool) -> bytes:
    """A page with everything but its scripts blanked; each byte keeps its place."""
    code = bytearray(_blank(text))
    for match in _SCRIPT.finditer(text):
        if not _OTHER_SCRIPT.search(match[1]) or b"lang=" in match[1]:
            code[match.start(2) : match.end(2)] = match[2]
    if has_holes:
        return _HOLE.sub(lambda match: b"_" * len(match[0]), bytes(code))
    return bytes(code)


def _blank(text: bytes) -> bytes:
    return b"\n".join(b" " * len(line) for line in text.split(b"\n"))
