"""A YAML text cut into the lines of its entries, so that some can change while every other byte stays.

Each entry of a block mapping or list owns whole lines: those of its key and value, and before them its ``lead``, which
are comments and empty lines. The exception is the first entry after a dash, as in ``- key: view``: it begins in the
dash's line and has no lead.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from bgscript.documents.yaml_file import LOADER, MOST_BYTES, MOST_LEVELS

_BLANK = re.compile(r"[ \t]*(#.*)?")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_DASHES = re.compile(r" *-[ -]*")
_STRANGE_BREAK = re.compile("\r(?!\n)|[\x85\u2028\u2029]")


class NotPlain(Exception):
    """The text cannot be cut: it has anchors, tags or equal keys, or it is not YAML."""


@dataclass
class Entry:
    """An entry of a mapping or list, or the whole document.

    Attributes:
        start: where its key or dash is.
        end: behind its last line, or behind the last character of the text.
        lead: where its lead begins.
        column: its indentation.
        follows_dash: it begins in the line of a dash, and has no line of its own.
        value: what it says: mappings and lists, and each scalar as text with its tag, so that 1 is not "1".
        scalar: where its value is, if that is a scalar on one line.
        parts: the entries in it, if it is a block mapping or list.
    """

    text: str
    start: int
    end: int
    lead: int
    column: int
    follows_dash: bool
    value: Any
    scalar: tuple[int, int] | None = None
    parts: "list[Entry]" = field(default_factory=list)

    @property
    def line(self) -> int:
        """Where its own lines begin."""
        return self.start if self.follows_dash else self.start - self.column

    @cached_property
    def body(self) -> list[str]:
        """Its lines without indentation and line breaks."""
        return self._cut(" " * self.column + self.text[self.start : self.end])

    @cached_property
    def lead_lines(self) -> list[str]:
        """The lines of its lead, likewise."""
        return self._cut(self.text[self.lead : self.line])

    @property
    def head(self) -> tuple[int, int]:
        """Where the rest of the line of its key is, with a comment, if its value is on other lines."""
        return self.start, line_end(self.text, self.start)

    @property
    def trailer(self) -> tuple[int, int]:
        """Where the rest of the line of a scalar is."""
        return self.scalar[1] if self.scalar else self.start, len(self.text[: self.end].rstrip("\r\n"))

    @cached_property
    def comments(self) -> list[str]:
        """What may be comments in its lines; a text with ``#`` in it may be among them."""
        return [found[0] for line in self.body for found in _COMMENT.finditer(line)]

    def _cut(self, text: str) -> list[str]:
        lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n") if text else []
        return [line[self.column :] if not line[: self.column].strip() else line.lstrip() for line in lines]


def line_end(text: str, place: int) -> int:
    """Behind the line break of the line that a place is in."""
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1


def parse(content: bytes) -> Entry:
    """Cut a document.

    Raises:
        NotPlain: see there.
    """
    if len(content) > MOST_BYTES or content.startswith(b"\xef\xbb\xbf"):
        raise NotPlain
    try:
        text = content.decode()
        if _STRANGE_BREAK.search(text):
            raise NotPlain
        _check_events(text)
        root = yaml.compose(text, Loader=LOADER)
        if not isinstance(root, yaml.MappingNode) or root.flow_style:
            raise NotPlain
        whole = Entry(text, 0, len(text), 0, 0, False, _value(root))
        whole.parts = _parts(text, root)
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise NotPlain from error
    return whole


def _check_events(text: str) -> None:
    """Refuse anchors, which may be used elsewhere, and tags, which the values here do not have."""
    level = 0
    for event in yaml.parse(text, Loader=LOADER):
        level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if getattr(event, "anchor", None) or getattr(event, "tag", None) or level > MOST_LEVELS:
            raise NotPlain


def _value(node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_value(item) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        return f"{node.tag.rpartition(':')[2]} {node.value}"
    pairs = {key.value: _value(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if len(pairs) < len(node.value) or "<<" in pairs:
        raise NotPlain
    return pairs


def _parts(text: str, node: yaml.Node) -> list[Entry]:
    """The entries of a block mapping or list; none of another node."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return []
    pairs = [pair if isinstance(pair, tuple) else (None, pair) for pair in node.value]
    column, place = node.start_mark.column, node.start_mark.index
    parts: list[Entry] = []
    for key, value in pairs:
        start = key.start_mark.index if key else _dash(text, place)
        begin = text.rfind("\n", 0, start) + 1
        follows_dash = not parts and _DASHES.fullmatch(text, begin, start) is not None
        if start - begin != column or not (follows_dash or text[begin:start].strip(" ") == ""):
            raise NotPlain
        place = _end(text, value, key)
        lead = start if follows_dash else _lead(text, begin, parts[-1].end if parts else 0)
        entry = Entry(text, start, place, lead, column, follows_dash, _value(value))
        is_on_one_line = isinstance(value, yaml.ScalarNode) and value.style not in ("|", ">")
        if is_on_one_line and value.start_mark.line == value.end_mark.line and _width(value):
            entry.scalar = (value.start_mark.index, value.end_mark.index)
        entry.parts = _parts(text, value)
        parts.append(entry)
    return parts


def _dash(text: str, place: int) -> int:
    """Where the next item of a list begins: behind comments and empty lines."""
    while True:
        line = text[place : line_end(text, place)].rstrip("\r\n")
        if place >= len(text) or not _BLANK.fullmatch(line):
            break
        place = line_end(text, place)
    start = place + len(line) - len(line.lstrip(" "))
    if text[start : start + 1] != "-":
        raise NotPlain
    return start


def _end(text: str, value: yaml.Node, key: yaml.Node | None) -> int:
    """Behind the last line of an entry.

    What PyYAML gives for a block mapping or list is behind the comments that follow it, too.
    """
    last = value
    while isinstance(last, yaml.CollectionNode) and not last.flow_style and last.value:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    place = last.end_mark.index
    if key and place < key.end_mark.index:
        raise NotPlain
    if _width(last) and text[place - 1] == "\n":  # a block scalar
        return place
    if not _BLANK.fullmatch(text[place : line_end(text, place)].rstrip("\r\n")):
        raise NotPlain
    return line_end(text, place)


def _width(node: yaml.Node) -> int:
    return int(node.end_mark.index - node.start_mark.index)


def _lead(text: str, begin: int, least: int) -> int:
    """Where the comments and empty lines before a line begin."""
    while begin > least:
        former = text.rfind("\n", 0, begin - 1) + 1
        if former < least or not _BLANK.fullmatch(text[former:begin].rstrip("\r\n")):
            break
        begin = former
    return begin
