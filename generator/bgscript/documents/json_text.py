"""JSON as nodes that know their place."""

from __future__ import annotations

import re
from bisect import bisect_right

from bgscript.documents.document import MOST_LEVELS, MOST_NODES, DocumentError, Node

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from typing import Any, NoReturn

_TOKEN = re.compile(
    r"[ \t\r\n]*(?:(?P<mark>[\[\]{},:])"
    r'|"(?P<text>[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*)"'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.]))"
    r"|(?P<word>true|false|null)(?!\w)|(?P<end>\Z))"
)
_SPACE = re.compile(r"[ \t\r\n]*")
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS = {"true": True, "false": False, "null": None}
_LONGEST_NUMBER = 400
_HINT = "Correct the file at this place."


def read(text: str, name: str) -> Node:
    """Read a document.

    Raises:
        DocumentError: it is not valid, nested too deeply, or has a name twice.
    """
    return _Reader(text, name).read()


class _Reader:
    """Reads token after token. ``open`` has the lists and mappings that are not closed yet, innermost last."""

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self.at = 0
        self.start = 0
        self.lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.count = 0

    def read(self) -> Node:
        if not self.text.strip():
            raise DocumentError("BG102", f"{self.name} is empty.", "Write the document, or delete the file.")
        root: Node | None = None
        opened: list[Node] = []
        while True:
            key, place = self._key(opened[-1]) if opened and isinstance(opened[-1].value, dict) else ("", None)
            node = self._value(place)
            if node is not None:
                root = root or node
                self._put(opened, key, node)
                if isinstance(node.value, (dict, list)):
                    opened.append(node)
                    if len(opened) > MOST_LEVELS:
                        self._fail(f"it is nested more than {MOST_LEVELS} levels deep")
                    if not self._closes(opened[-1]):
                        continue
            while opened and self._ends(opened[-1]):
                opened.pop()
            if not opened:
                break
        if self._token()["end"] is None:
            self._fail("there is something after the end")
        return root if root is not None else Node(None, 1, 1)

    def _put(self, opened: list[Node], key: str, node: Node) -> None:
        self.count += 1
        if self.count > MOST_NODES:
            message = f"{self.name} has more than {MOST_NODES:,} values."
            raise DocumentError("BG101", message, "Split the file.", node.line)
        if not opened:
            return
        holder = opened[-1].value
        if isinstance(holder, list):
            holder.append(node)
        else:
            holder[key] = node

    def _key(self, holder: Node) -> tuple[str, tuple[int, int] | None]:
        token = self._token()
        if token["text"] is None:
            self._fail("a name in quotes is expected here")
        place, key = self._place(), _unescaped(token["text"])
        if key in holder.value:
            message = f"`{key}` is a duplicate key; the first one is on line {holder.value[key].line}."
            raise DocumentError("BG103", message, "Merge the two, or remove one.", *place)
        if self._token()["mark"] != ":":
            self._fail("`:` is expected here")
        return key, place

    def _value(self, place: tuple[int, int] | None) -> Node | None:
        token = self._token()
        place = place or self._place()
        value: Any
        if token["mark"] in ("{", "["):
            value = {} if token["mark"] == "{" else []
        elif token["text"] is not None:
            value = _unescaped(token["text"])
        elif token["word"] is not None:
            value = _WORDS[token["word"]]
        elif token["number"] is not None:
            value = _number(token["number"])
        else:
            self._fail("a value is expected here")
        return Node(value, *place)

    def _closes(self, holder: Node) -> bool:
        """Whether a list or mapping that has just been opened is empty."""
        close = "}" if isinstance(holder.value, dict) else "]"
        position = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
        return self.text[position : position + 1] == close

    def _ends(self, holder: Node) -> bool:
        """Whether a list or mapping is closed here; otherwise there is a comma, and more."""
        close = "}" if isinstance(holder.value, dict) else "]"
        mark = self._token()["mark"]
        if mark not in (",", close):
            self._fail(f"`,` or `{close}` is expected here")
        return mark == close

    def _token(self) -> re.Match[str]:
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            self.start = _SPACE.match(self.text, self.at).end()  # type: ignore[union-attr]
            self._fail("this is no JSON")
        self.start = max(match.start(group) for group in ("mark", "text", "number", "word", "end"))
        self.start -= match["text"] is not None
        self.at = match.end()
        return match

    def _place(self) -> tuple[int, int]:
        line = bisect_right(self.lines, self.start)
        return line, self.start - self.lines[line - 1] + 1

    def _fail(self, reason: str) -> NoReturn:
        raise DocumentError("BG102", f"{self.name} is not valid: {reason}.", _HINT, *self._place())


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    escape = match[0]
    if escape[1] != "u":
        return _ESCAPES.get(escape[1], escape[1])
    if len(escape) == 12:
        high, low = int(escape[2:6], 16) - 0xD800, int(escape[8:], 16) - 0xDC00
        return chr(0x10000 + (high << 10) + low)
    return chr(int(escape[2:], 16))


def _number(text: str) -> Any:
    if len(text) >= _LONGEST_NUMBER:
        return text
    return float(text) if set(text) & {".", "e", "E"} else int(text)
