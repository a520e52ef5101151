"""What a call does with a value that is followed: it names an event or a resolver, or it passes the value on."""

from __future__ import annotations

import re

from bgscript.check.sources import values
from bgscript.check.sources.exports import plain
from bgscript.check.sources.meanings import Parameter
from bgscript.check.sources.names import CLASSES, FUNCTIONS
from bgscript.check.sources.nodes import parameters, unwrap
from bgscript.check.sources.reading import Request, Use
from bgscript.check.sources.source import field, words

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from tree_sitter import Node

    from bgscript.check.sources.flow import Flow
    from bgscript.check.sources.source import Path, Source
    from bgscript.check.sources.values import Value

_KINDS = {"send": "sent", "hear": "heard", "invoke": "called", "define": "defined", "define-all": "defined"}
_PASSES_ON = ("useCallback", "React.useCallback", "Object.freeze", "Object.seal", "memo", "React.memo")
_MEMO = ("useMemo", "React.useMemo", "useState", "React.useState")
_HARMLESS = re.compile(r"console\.\w+|Boolean|String|expect|JSON\.stringify|Object\.(?:keys|values|entries)")
_CHAINS = ("member_expression", "variable_declarator")
_BLOCKS = FUNCTIONS | {"statement_block", "program", "switch_body", "class_body"}


def call(flow: Flow, source: Source, path: Path, callee: Node, value: Value) -> Value | None:
    """Note a call of a value. Returns what the call's result is, if that is followed.

    Args:
        flow: takes what is found.
        source: where the call is.
        path: leads to the call.
        callee: the expression that is called.
        value: what that is.
    """
    node, kind = path[-1], value[0]
    if field(node, "function") != callee:
        return None
    given = arguments(node)
    if kind == "hear-any":
        flow.lose(values.HEAR)
    elif kind in _KINDS:
        _name(flow, source, path, callee, (kind, 0, ""), given)
        if kind == "define" and len(path) > 1 and path[-2].type in _CHAINS:
            return values.INSTANCE  # define returns its resolver
    elif kind == "wrap":
        _name(flow, source, path, callee, value[1:4], given, value[4:])
    elif kind == "make-resolver":
        _name(flow, source, path, callee, ("define-all", 0, ""), given)
    elif kind == "request":
        _request(flow, source, path, callee, value, given)
    elif kind == "returns":
        return _picked(flow, source, given, value[1]) if value[1][0] == "pick" else value[1]
    elif kind == "make-invoke":
        return values.INVOKE
    elif kind == "then":
        _pass(flow, source, given[0] if given else None, 0, value[1])
    elif kind == "AP.require":
        _require(flow, source, given)
    elif kind == "modal":
        _resource(flow, source, callee, given)
    return None


def _picked(flow: Flow, source: Source, given: list[Node], value: Value) -> Value | None:
    """The member that an argument names."""
    _, index, key, holder = value
    node = _argument(flow, source, given, index, key)
    found = flow.meanings.text(source, node) if node is not None else None
    if not isinstance(found, frozenset) or len(found) != 1:
        flow.lose(holder)
        return None
    return values.member(holder, next(iter(found)))


def arguments(node: Node) -> list[Node]:
    """The arguments of a call."""
    found = field(node, "arguments")
    children = found.named_children if found is not None and found.type == "arguments" else []
    return [child for child in children if child.type != "comment"]


def _name(
    flow: Flow,
    source: Source,
    path: Path,
    callee: Node,
    how: tuple[str, int, str],
    given: list[Node],
    more: Value = (),
) -> None:
    """Note what a call names, by one of its arguments or a property of it."""
    kind, index, key = how
    if kind == "request":
        _wrapped_request(flow, source, callee, how, given, more)
        return
    node = _argument(flow, source, given, index, key)
    if kind == "define-all":
        _define_all(flow, source, node)
        return
    found = flow.meanings.text(source, node) if node is not None else None
    if isinstance(found, Parameter):
        _wrap(flow, found, kind)
    elif found is None:
        parts = flow.meanings.parts(source, node) if node is not None else []
        flow.reading.add_pattern(_KINDS[kind], parts)
    else:
        for name in found:
            use = Use(name, source, _start(callee), path[-1].end_byte, _block(path))
            flow.reading.add(_KINDS[kind], use)


def _start(callee: Node) -> int:
    """Where a call is: in a chain of calls, at its own name."""
    holder, name = field(callee, "object"), field(callee, "property")
    is_in_chain = holder is not None and name is not None and holder.type == "call_expression"
    return name.start_byte if name is not None and is_in_chain else callee.start_byte


def _argument(flow: Flow, source: Source, given: list[Node], index: int, key: str) -> Node | None:
    """An argument, or a property of one that is an object."""
    if any(each.type == "spread_element" for each in given[: index + 1]) or index >= len(given):
        return None
    if not key:
        return given[index]
    meaning = flow.meanings.of(source, given[index])
    node = meaning.node if meaning is not None and meaning.source is source else None
    for item in node.named_children if node is not None and node.type == "object" else ():
        if item.type == "pair" and plain(field(item, "key")) == key:
            return field(item, "value")
        if item.type == "shorthand_property_identifier" and words(item) == key:
            return item
    return None


def _define_all(flow: Flow, source: Source, node: Node | None) -> None:
    """Resolvers as the names of an object."""
    found = flow.meanings.keys(source, node) if node is not None else None
    if isinstance(found, Parameter):
        _wrap(flow, found, "define-all")
    elif found is None:
        flow.reading.unknown.add("defined")
    else:
        for name, where, offset in found:
            flow.reading.add("defined", Use(name, where, offset, offset, 0))


def _wrap(flow: Flow, parameter: Parameter, kind: str, *more: object) -> None:
    """A function passes its parameter on: its own calls name something."""
    path, index = parameter.function(), parameter.position()
    if parameter.is_names and kind == "define":
        kind = "define-all"
    elif parameter.is_names:
        index = -1
    if index < 0 or path[-1].type == "function_signature":
        flow.lose((kind,))
    else:
        flow.function(parameter.binding.source, path, ("wrap", kind, index, parameter.key, *more))


def _block(path: Path) -> int:
    """Where the innermost function or block around a call begins."""
    return next((node.start_byte for node in reversed(path[:-1]) if node.type in _BLOCKS), 0)


# --- values as arguments ----------------------------------------------------------------------------------------------


def argument(flow: Flow, source: Source, path: Path, value: Value) -> Value | None:
    """A value is an argument of a call, the last node of a path. Returns the result, if that is followed."""
    node, holder, around = path[-1], path[-2], path[-3]
    given = [child for child in holder.named_children if child.type != "comment"]
    index = next((i for i, each in enumerate(given) if each == node), -1)
    callee = field(around, "function") or field(around, "constructor")
    text = words(callee) if callee is not None and callee.end_byte - callee.start_byte < 60 else ""
    if text in _PASSES_ON and index == 0:
        return value
    if text in _MEMO and index == 0:
        if value[0] == "returns" and "Memo" in text:
            inner: Value = value[1]
            return inner
        flow.lose(value)
        return None
    if text in ("useRef", "React.useRef"):
        return ("field", "current", value)
    if text == "Object.assign" and len(given) > 1 and words(given[0]) in ("exports", "module.exports"):
        flow.exported(source, "=", value)
        return None
    if _HARMLESS.fullmatch(text):
        return None
    if (
        index < 0
        or any(each.type == "spread_element" for each in given[:index])
        or not _pass(flow, source, callee, index, value)
    ):
        flow.lose(value)
    return None


def _pass(flow: Flow, source: Source, callee: Node | None, index: int, value: Value) -> bool:
    """Follow a value into a parameter. Returns whether the function is known."""
    found = flow.meanings.function(source, callee)
    if found is None:
        return False
    where, path = found
    function = path[-1]
    if function.type in CLASSES:
        function = _constructor(function) or function
    given = parameters(function)
    if function.type in CLASSES or index >= len(given):
        return False
    return _into(flow, where, given[index], value, path)


def _into(flow: Flow, source: Source, parameter: Node, value: Value, path: Path) -> bool:
    pattern = field(parameter, "pattern") if parameter.type.endswith("_parameter") else parameter
    if pattern is None or pattern.type == "rest_pattern":
        return False
    flow.destructure(source, pattern, value)
    if any(child.type == "accessibility_modifier" for child in parameter.children):
        flow.class_member(source, path, words(pattern), value)
    return True


def _constructor(node: Node) -> Node | None:
    body = field(node, "body")
    for item in body.named_children if body is not None else ():
        if item.type == "method_definition" and words(field(item, "name")) == "constructor":
            return item
    return None


def make(flow: Flow, source: Source, node: Node, value: Value) -> None:
    """``new`` of a value that makes nothing that is followed."""
    if value[0] == "modal":
        _resource(flow, source, node, arguments(node))


def _require(flow: Flow, source: Source, given: list[Node]) -> None:
    """``AP.require(['events'], (events) => …)``."""
    if len(given) < 2:
        return
    parts = given[0].named_children if given[0].type == "array" else [given[0]]
    for index, part in enumerate(parts):
        if (plain(part) == "events" and not _pass(flow, source, given[1], index, values.EVENTS)) or not plain(part):
            flow.lose(values.EVENTS)


# --- resources --------------------------------------------------------------------------------------------------------


def _resource(flow: Flow, source: Source, at: Node, given: list[Node]) -> None:
    """``new Modal({ resource: 'dialog' })``."""
    if not given:
        return
    meaning = flow.meanings.of(source, given[0])
    node = meaning.node if meaning is not None else None
    if meaning is None or node is None or node.type != "object":
        flow.reading.unknown.add("named")
        return
    for item in node.named_children:
        name = words(item) if item.type == "shorthand_property_identifier" else plain(field(item, "key"))
        if item.type == "spread_element":
            flow.reading.unknown.add("named")
        elif name == "resource":
            _named(flow, meaning.source, field(item, "value") or item)


def _named(flow: Flow, source: Source, node: Node) -> None:
    if node.type in ("null", "undefined"):
        return
    found = flow.meanings.text(source, node)
    if not isinstance(found, frozenset):
        flow.reading.unknown.add("named")
        return
    for name in found:
        flow.reading.add("named", Use(name, source, node.start_byte))


def element(flow: Flow, source: Source, tag: Node, value: Value) -> None:
    """An element of a value: ``<Frame resource="view" />``."""
    if value[0] != "frame":
        flow.lose(value)
        return
    for item in tag.named_children:
        if item.type == "jsx_expression":  # attributes that are spread
            flow.reading.unknown.add("named")
        elif item.type == "jsx_attribute" and words(item.named_child(0)) == "resource":
            given = item.named_child(1)
            inner = given.named_child(0) if given is not None and given.type == "jsx_expression" else given
            if inner is not None:
                _named(flow, source, inner)


# --- requests ---------------------------------------------------------------------------------------------------------


def _request(flow: Flow, source: Source, path: Path, callee: Node, value: Value, given: list[Node]) -> None:
    _, product, actor = value
    method = _method(flow, source, given)
    node = unwrap(given[0]) if given else None
    found = flow.meanings.text(source, node) if node is not None else None
    if isinstance(found, Parameter):
        _wrap(flow, found, "request", product, actor, method)
        return
    flow.reading.ask(Request(product, actor, method, _path(flow, source, node), source, callee.start_byte))


def _wrapped_request(
    flow: Flow, source: Source, callee: Node, how: tuple[str, int, str], given: list[Node], more: Value
) -> None:
    product, actor, method = more
    node = _argument(flow, source, given, how[1], how[2])
    found = flow.meanings.text(source, node) if node is not None else None
    if isinstance(found, Parameter):
        _wrap(flow, found, "request", product, actor, method)
        return
    flow.reading.ask(Request(product, actor, method, _path(flow, source, node), source, callee.start_byte))


def _method(flow: Flow, source: Source, given: list[Node]) -> str:
    """The method of a request; empty if it is computed."""
    if len(given) < 2:
        return "GET" if given and given[0].type != "spread_element" else ""
    meaning = flow.meanings.of(source, given[1])
    node = meaning.node if meaning is not None else None
    if meaning is None or node is None:
        return ""
    if node.type in ("undefined", "null"):
        return "GET"
    if node.type != "object":
        return ""
    method = "GET"
    for item in node.named_children:
        if item.type == "spread_element" or (item.type == "shorthand_property_identifier" and words(item) == "method"):
            method = ""
        elif item.type == "pair" and plain(field(item, "key")) == "method":
            found = flow.meanings.text(meaning.source, field(item, "value"))
            method = next(iter(found)).upper() if isinstance(found, frozenset) and len(found) == 1 else ""
    return method


def _path(flow: Flow, source: Source, node: Node | None) -> str:
    """The path of a request, with ``{}`` for what is computed, without its query; empty if it begins so."""
    meaning = flow.meanings.of(source, node)
    if meaning is None or meaning.node is None:
        return ""
    path = "".join("{}" if part is None else part for part in flow.meanings.parts(meaning.source, meaning.node))
    return path.split("?")[0].split("#")[0] if path.startswith("/") else ""
