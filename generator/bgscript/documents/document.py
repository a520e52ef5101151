"""YAML and JSON as nodes that know their place.

The values are read by YAML's core rules, as Atlassian's tools do: ``yes`` and ``on`` are text.
"""

from __future__ import annotations

import re

import yaml

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # it leaves plain values as text: they are read below
MOST_BYTES = 1_000_000
MOST_LEVELS = 100
MOST_NODES = 200_000
_CONFLICT = re.compile(rb"^(?:<<<<<<<|>>>>>>>) .*$", re.MULTILINE)
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_LONGEST_NUMBER = 400  # Python refuses longer ones some day; they stay text
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NOTHING = {"", "~", "null", "Null", "NULL"}


class DocumentError(Exception):
    """Why a document has no nodes: a code of ``rules``, a sentence, and where."""

    def __init__(self, code: str, message: str, hint: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.line = line
        self.column = column


class Unknown(str):
    """A text with a variable such as ``${APP_ID}``, whose value only a deploy knows."""

    __slots__ = ()


class Filled(str):
    """A text in which the defaults of variables are filled in. A deploy can fill in others."""

    __slots__ = ()


class Node:
    """A value. ``line`` and ``column`` are those of its name, or its own in a list; both count from 1.

    ``value`` is a dict of nodes, a list of nodes, a text, a number, a bool or None.
    """

    __slots__ = ("column", "line", "value")

    def __init__(self, value: Any, line: int, column: int) -> None:
        self.value = value
        self.line = line
        self.column = column

    def __repr__(self) -> str:
        """A value as messages show it in a list or mapping."""
        return "…" if isinstance(self.value, (dict, list)) else str(self.value)[:80]

    def get(self, *names: str) -> Node | None:
        """The node at the end of a path of names; None where there is none."""
        node: Node | None = self
        for name in names:
            node = node.value.get(name) if node is not None and isinstance(node.value, dict) else None
        return node

    def plain(self) -> Any:
        """The value without places: dicts and lists of plain values."""
        if isinstance(self.value, dict):
            return {name: node.plain() for name, node in self.value.items()}
        return [node.plain() for node in self.value] if isinstance(self.value, list) else self.value

    def text(self, *names: str) -> str:
        """The text at the end of a path of names; empty where there is none."""
        node = self.get(*names)
        return node.value if node is not None and isinstance(node.value, str) else ""

    def items(self) -> Iterator[tuple[str, Node]]:
        """What a mapping holds; nothing for others."""
        return iter(self.value.items() if isinstance(self.value, dict) else ())

    def __iter__(self) -> Iterator[Node]:
        return iter(self.value if isinstance(self.value, list) else ())


def descend(root: Node) -> Iterator[Node]:
    """All nodes of a document, each once: what several aliases mean comes where it is first."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node.value, (dict, list)) and id(node.value) not in seen:
            seen.add(id(node.value))
            children = node.value.values() if isinstance(node.value, dict) else node.value
            waiting += reversed(list(children))


def decode(data: bytes, name: str) -> str:
    """The text of a file.

    Raises:
        DocumentError: it is too large, not UTF-8, or has conflict markers.
    """
    if len(data) > MOST_BYTES:
        message = f"{name} is larger than {MOST_BYTES:,} bytes, so it was not read."
        raise DocumentError("BG101", message, "Move what makes it so large to other files.")
    if marker := _CONFLICT.search(data):
        line = data.count(b"\n", 0, marker.start()) + 1
        raise DocumentError("BG104", f"{name} has conflict markers of a merge.", "Resolve the conflict.", line)
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError("BG101", f"{name} is not UTF-8.", "Save the file as UTF-8.", line) from error


def parse(data: bytes, name: str) -> Node:
    """Read a document.

    Raises:
        DocumentError: see ``decode``; it is not valid, nested too deeply, or has a key twice.
    """
    text = decode(data, name)
    if name.endswith(".json"):
        from bgscript.documents import json_text

        return json_text.read(text, name)
    if _deepest(text) > MOST_LEVELS:
        _refuse_depth(text, name)
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        hint = "Correct the file at this place; often the indentation of this line, or of the line above, is wrong."
        raise DocumentError("BG102", f"{name} is not valid: {reason}.", hint, *place) from error
    except (ValueError, RecursionError) as error:
        raise DocumentError("BG102", f"{name} is not valid: {error}.", "Correct the file.") from error
    if root is None:
        raise DocumentError("BG102", f"{name} is empty.", "Write the document, or delete the file.")
    return _Reader(name).node(root, root)


def _deepest(text: str) -> int:
    """A fast lower bound for the nesting of a text."""
    widest = max(map(len, re.findall(r"^[ ]*(?:[-?:][ ]+)*", text, re.MULTILINE)), default=0)
    return widest + text.count("[") + text.count("{")


def _refuse_depth(text: str, name: str) -> None:
    level = 0
    line = 1
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            line = event.start_mark.line + 1 if event.start_mark else 1
            if level > MOST_LEVELS:
                break
        else:
            return
    except yaml.YAMLError as error:
        if "nesting depth" not in str(error):  # libyaml's own limit, which it may reach before the first event
            return  # compose reports what is wrong
    message = f"{name} is nested more than {MOST_LEVELS} levels deep."
    raise DocumentError("BG102", message, "Write it with fewer levels.", line)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.known: dict[int, Node | None] = {}
        self.count = 0

    def node(self, yaml_node: Any, at: Any) -> Node:
        """A node whose place is that of another one, its name."""
        mark = at.start_mark
        line, column = mark.line + 1, mark.column + 1
        identity = id(yaml_node)
        if identity in self.known:  # an alias
            known = self.known[identity]
            if known is None:
                raise DocumentError("BG102", f"{self.name} has an alias that contains itself.", "Write it out.", line)
            return Node(known.value, line, column)
        self.count += 1
        if self.count > MOST_NODES:
            raise DocumentError("BG101", f"{self.name} has more than {MOST_NODES:,} values.", "Split the file.", line)
        self.known[identity] = None
        node = Node(self.value(yaml_node), line, column)
        self.known[identity] = node
        return node

    def value(self, yaml_node: Any) -> Any:
        if isinstance(yaml_node, yaml.ScalarNode):
            return _scalar(yaml_node)
        if isinstance(yaml_node, yaml.SequenceNode):
            return [self.node(item, item) for item in yaml_node.value]
        return self.mapping(yaml_node)

    def mapping(self, yaml_node: Any) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, value in yaml_node.value:
            mark = key.start_mark
            if not isinstance(key, yaml.ScalarNode):
                message = f"{self.name} has a key that is not plain text."
                raise DocumentError("BG102", message, "Use text as names.", mark.line + 1, mark.column + 1)
            if key.value in found:
                message = f"`{key.value}` is a duplicate key; the first one is on line {found[key.value].line}."
                hint = "Merge the two, or remove one."
                raise DocumentError("BG103", message, hint, mark.line + 1, mark.column + 1)
            found[key.value] = self.node(value, key)
        return found


def _scalar(yaml_node: Any) -> Any:
    text: str = yaml_node.value
    if yaml_node.style:  # quoted, or a block
        return text
    if text in _NOTHING:
        return None
    if text in _WORDS:
        return _WORDS[text]
    if len(text) < _LONGEST_NUMBER and _NUMBER.fullmatch(text):
        return float(text) if set(text) & {".", "e", "E"} else int(text)
    return text
