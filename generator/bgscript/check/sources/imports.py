"""Follows what an import of a module takes: names, all of it, or what it exports on."""

from __future__ import annotations

from bgscript.check.sources.exports import plain
from bgscript.check.sources.source import field, words

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from bgscript.check.sources.flow import Flow
    from bgscript.check.sources.source import Source
    from bgscript.check.sources.values import Value


def follow_import(
    flow: Flow, source: Source, offset: int, get: Callable[[str], Value | None], whole: Value, stars: list[str]
) -> bool:
    """Follow one import of a module. Returns whether it takes something that is followed."""
    path = source.path(offset)
    at = next((i for i in range(len(path) - 1, -1, -1) if path[i].type in ("string", "template_string")), 0)
    if not at:
        return False
    parent = path[at - 1]
    if parent.type == "import_statement":
        return _import_statement(flow, source, parent, get, whole)
    if parent.type == "import_require_clause":
        return _bind_leaf(flow, source, parent.named_child(0), whole)
    if parent.type == "export_statement":
        return _reexport(flow, source, parent, get, whole, stars)
    if parent.type == "arguments" and words(field(path[at - 2], "function")) in ("require", "import"):
        flow.use(source, path[: at - 1], whole)
        return True
    return False


def _import_statement(
    flow: Flow, source: Source, statement: Node, get: Callable[[str], Value | None], whole: Value
) -> bool:
    clause = next((child for child in statement.named_children if child.type == "import_clause"), None)
    taken = False
    for child in clause.named_children if clause is not None else ():
        if child.type == "identifier":
            taken |= _bind_leaf(flow, source, child, get("default"))
        elif child.type == "namespace_import":
            taken |= _bind_leaf(flow, source, child.named_child(0), whole)
        for item in child.named_children if child.type == "named_imports" else ():
            value = get(plain(field(item, "name")))
            taken |= _bind_leaf(flow, source, field(item, "alias") or field(item, "name"), value)
    return taken


def _bind_leaf(flow: Flow, source: Source, leaf: Node | None, value: Value | None) -> bool:
    if leaf is None or value is None:
        return False
    if binding := flow.modules.names(source).of(leaf):
        flow.bind(binding, value)
    return True


def _reexport(
    flow: Flow, source: Source, statement: Node, get: Callable[[str], Value | None], whole: Value, stars: list[str]
) -> bool:
    taken = False
    for child in statement.children:
        if child.type == "*":
            for name in stars:
                if (value := get(name)) is not None:
                    flow.exported(source, name, value, is_used=len(stars) > 1)
                    taken = True
        elif child.type == "namespace_export":
            flow.exported(source, plain(child.named_child(0)), whole)
            taken = True
        for item in child.named_children if child.type == "export_clause" else ():
            if (value := get(plain(field(item, "name")))) is not None:
                flow.exported(source, plain(field(item, "alias")) or plain(field(item, "name")), value)
                taken = True
    return taken
