"""What each view calls today, and what is special about it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bgscript.adopting import writes
from bgscript.adopting.app import App
from bgscript.adopting.views import View
from bgscript.check.sources import read
from bgscript.check.sources.calls import arguments
from bgscript.check.sources.meanings import Meanings
from bgscript.check.sources.nodes import unwrap
from bgscript.check.sources.source import Exhausted, field, words

if TYPE_CHECKING:
    from tree_sitter import Node

    from bgscript.check.sources import Reading, Use
    from bgscript.check.sources.source import Source

EVENTS = ("app.request-data", "app.data-change")
"""The events of the handshake."""

_OF_A_VIEW = {"localId", "gadgetConfiguration"}
"""What the context of a view's call has, and that of a script's call has not, or has differently."""
_OWN = {"identifier", "shorthand_property_identifier", "this", "call_expression", "member_expression"}
_MOST_LEVELS = 3
_LAST_COMMA = re.compile(r",\s*([}\])])")


@dataclass(frozen=True)
class Call:
    """A call of a resolver or of a product's API, as a view has it in its sources.

    ``text`` is how to write it, ``has_own`` says that it passes something that only the view knows, ``writes`` that it
    seems to change something.
    """

    text: str
    name: str
    file: str
    line: int
    has_own: bool = False
    writes: bool = False


class Calls:
    """The calls in an app's sources."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._reading: Reading = read(app.sources, is_ours=False)
        self._meanings = Meanings(app.sources)

    def of(self, view: View) -> list[Call]:
        """Those of a view, each once: one that is used somewhere as a read is none that writes."""
        files = set(view.files)
        found = [self._call(use) for use in self._reading.called if use.source.name in files]
        for request in self._reading.requests:
            if request.source.name in files:
                method = f"{request.method} " if request.method not in ("", "GET") else ""
                text = f"{request.name}({method}{request.path or '…'})"
                line = request.source.place(request.offset)[0]
                is_write = writes.sends(request.method, request.path)
                found.append(Call(text, text, request.source.name, line, writes=is_write))
        reads = {call.text for call in found if not call.writes}
        return [
            replace(call, writes=call.text not in reads)
            for call in list({call.text: call for call in reversed(found)}.values())[::-1]
        ]

    def of_a_view(self, names: Sequence[str]) -> list[str]:
        """Those of some resolvers that read what only a view's call has, each with where and what."""
        found = []
        for use in self._reading.defined:
            if use.name in names and (word := self._reads(use)):
                found.append(f"{use.name} ({use.source.name}:{use.source.place(use.offset)[0]}) reads {word}")
        return found

    def of_the_handshake(self) -> list[str]:
        """Where sources use the events of the handshake already."""
        uses = [*self._reading.sent, *self._reading.heard]
        return [
            f"{use.source.name}:{use.source.place(use.offset)[0]} ({use.name})" for use in uses if use.name in EVENTS
        ]

    def _call(self, use: "Use") -> Call:
        more = [node for node in self._arguments(use)[1:] if not _is_nothing(node)]
        shown = ", ".join(_LAST_COMMA.sub(r" \1", " ".join(words(node).split())) for node in more)
        text = f"invoke('{use.name}'{', ' + shown if shown and len(shown) < 60 else ', { … }' if shown else ''})"
        has_own = any(_has_own(node) for node in more)
        is_write = writes.says_so(use.name) or writes.is_unused(use.source, use.offset)
        return Call(text, use.name, use.source.name, use.source.place(use.offset)[0], has_own, is_write)

    def _arguments(self, use: "Use") -> list["Node"]:
        try:
            path = use.source.path(use.offset)
        except Exhausted:
            return []
        call = next((node for node in reversed(path) if node.type == "call_expression"), None)
        return arguments(call) if call is not None else []

    def _reads(self, use: "Use") -> str:
        """What of a view's context the function of a resolver reads; empty if nothing."""
        given = self._arguments(use)
        function = self._function(use.source, given[1]) if len(given) > 1 else None
        if function is None:
            return ""
        return next(self._words(*function, 0, set()), "")

    def _function(self, source: "Source", node: "Node") -> "tuple[Source, Node] | None":
        inner = unwrap(node)
        if inner is not None and inner.type in ("arrow_function", "function_expression", "function"):
            return source, inner
        try:
            found = self._meanings.function(source, node)
        except Exhausted:
            return None
        return (found[0], found[1][-1]) if found else None

    def _words(self, source: "Source", function: "Node", level: int, seen: set[tuple[str, int]]) -> Iterator[str]:
        """The words in a function and in those that it calls."""
        if level > _MOST_LEVELS or (source.name, function.start_byte) in seen:
            return
        seen.add((source.name, function.start_byte))
        called = []
        for node in _descend(function):
            if node.type.endswith(("identifier", "identifier_pattern")) and words(node) in _OF_A_VIEW:
                yield words(node)
            elif node.type == "member_expression" and words(field(node, "property")) == "config":
                if words(field(node, "object")).endswith("extension"):
                    yield "the configuration of a view"
            elif node.type == "call_expression":
                called.append(field(node, "function"))
        for callee in called:
            if callee is not None and callee.type == "identifier" and (found := self._function(source, callee)):
                yield from self._words(*found, level + 1, seen)


def _is_nothing(node: "Node") -> bool:
    return node.type in ("undefined", "null") or words(node).replace(" ", "") in ("{}", "undefined")


def _has_own(node: "Node") -> bool:
    return any(each.type in _OWN for each in _descend(node))


def _descend(node: "Node") -> Iterator["Node"]:
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += reversed(each.named_children)
