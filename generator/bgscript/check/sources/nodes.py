"""Parts of the syntax tree: what is in brackets, members of objects, parameters, what a pattern takes out."""

from __future__ import annotations

from bgscript.check.sources.exports import plain
from bgscript.check.sources.names import CLASSES
from bgscript.check.sources.source import field, words

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from tree_sitter import Node

    from bgscript.check.sources.names import Binding
    from bgscript.check.sources.source import Path, Source

_WRAPPERS = {
    *("parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "await_expression"),
    "instantiation_expression",
}
_ESCAPES = {"\\'": "'", '\\"': '"', "\\\\": "\\", "\\/": "/", "\\`": "`", "\\$": "$"}


def unwrap(node: Node | None) -> Node | None:
    """An expression without brackets, casts and ``await``."""
    while node is not None and node.type in _WRAPPERS:
        node = node.named_child(0)
    if node is not None and node.type == "type_assertion":
        return unwrap(node.named_children[-1])
    return node


def path_to(source: Source, node: Node) -> Path:
    """The path to a node of a source; empty if it is not found."""
    path = source.path(node.start_byte)
    for index in range(len(path) - 1, -1, -1):
        if path[index].type == node.type and path[index].end_byte == node.end_byte:
            return path[: index + 1]
    return ()


def import_of(binding: Binding) -> tuple[str, str]:
    """The module and the name in it that an import binds; ``*`` is all of it."""
    statement = next((node for node in reversed(binding.path) if node.type == "import_statement"), None)
    declaration = binding.path[-2]
    if declaration.type == "import_require_clause":
        return plain(field(declaration, "source")), "default"
    specifier = plain(field(statement, "source")) if statement is not None else ""
    if declaration.type == "namespace_import":
        return specifier, "*"
    if declaration.type == "import_specifier":
        return specifier, plain(field(declaration, "name"))
    return specifier, "default"


def pattern_key(binding: Binding) -> str:
    """The property that a name takes out of an object, in a pattern of one level; empty for others."""
    path, index = binding.path, binding.index
    pattern = path[index + 1]
    if pattern.type == "assignment_pattern":
        index, pattern = index + 1, path[index + 2]
    if pattern.type != "object_pattern":
        return ""
    below = path[index + 2]
    if below.type == "shorthand_property_identifier_pattern":
        return binding.name
    if below.type == "object_assignment_pattern" and path[index + 3] == path[-1]:
        return binding.name
    if below.type == "pair_pattern" and len(path) <= index + 5:
        return plain(field(below, "key"))
    return ""


def parameters(function: Node) -> list[Node]:
    """The parameters of a function."""
    single = field(function, "parameter")
    if single is not None:
        return [single]
    found = field(function, "parameters")
    return [node for node in found.named_children if node.type != "comment"] if found is not None else []


def position(function: Node, binding: Binding) -> int:
    name = binding.path[-1]
    for index, node in enumerate(parameters(function)):
        if node.start_byte <= name.start_byte < node.end_byte:
            return index
    return -1


def is_first(binding: Binding) -> bool:
    """Whether a name is the first one of ``[name, value]``."""
    pattern = binding.path[-2]
    return pattern.type == "array_pattern" and pattern.named_child(0) == binding.path[-1]


def member_of(holder: Node, name: str) -> Node | None:
    """The value of a member of an object, an enum, a class or a namespace."""
    if holder.type == "object":
        if any(item.type == "spread_element" for item in holder.named_children):
            return _last(holder.named_children, name)
        return _pair(holder.named_children, name)
    body = field(holder, "body")
    if holder.type == "enum_declaration" and body is not None:
        return next((field(item, "value") for item in body.named_children if plain(field(item, "name")) == name), None)
    if holder.type in CLASSES and body is not None:
        for item in body.named_children:
            is_static = any(child.type == "static" for child in item.children)
            if item.type == "public_field_definition" and is_static and plain(field(item, "name")) == name:
                return field(item, "value")
    return None


def _pair(items: list[Node], name: str) -> Node | None:
    for item in items:
        if item.type == "pair" and plain(field(item, "key")) == name:
            return field(item, "value")
        if item.type == "shorthand_property_identifier" and words(item) == name:
            return item
        if item.type == "method_definition" and plain(field(item, "name")) == name:
            return item
    return None


def _last(items: list[Node], name: str) -> Node | None:
    """The same where objects are spread: what comes after the last of them."""
    last = max(index for index, item in enumerate(items) if item.type == "spread_element")
    return _pair(items[last + 1 :], name)


def literal(node: Node) -> str | None:
    parts = [unescaped(part) for part in node.named_children]
    return "".join(part for part in parts if part is not None) if None not in parts else None


def unescaped(part: Node) -> str | None:
    if part.type == "escape_sequence":
        return _ESCAPES.get(words(part))
    return words(part)
