"""What a source exports: as a module of ECMAScript, or of CommonJS."""

from __future__ import annotations

from bgscript.check.sources.names import CLASSES, FUNCTIONS
from bgscript.check.sources.source import field, words

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from tree_sitter import Node

    from bgscript.check.sources.names import Names
    from bgscript.check.sources.source import Path

_TYPES = {"interface_declaration", "type_alias_declaration", "ambient_declaration"}
_NAMED = {*FUNCTIONS, *CLASSES, "enum_declaration", "internal_module"}


class Export:
    """One exported name.

    It is a name of this source (``local``), an expression (``node``), or comes from another module: ``imported`` of
    ``specifier``, where ``*`` is the whole module. One with none of these has an unknown value.
    """

    __slots__ = ("imported", "local", "node", "specifier")

    def __init__(self, *, local: str = "", node: Node | None = None, specifier: str = "", imported: str = "") -> None:
        self.local = local
        self.node = node
        self.specifier = specifier
        self.imported = imported


class Exports:
    """All that a source exports.

    ``stars`` are the modules of which it exports everything. ``is_open`` says that there may be more. ``whole`` is what
    ``module.exports`` or ``export =`` is, if that is one expression.
    """

    def __init__(self, names: Names) -> None:
        self.names: dict[str, Export] = {}
        self.types: set[str] = set()
        self.stars: list[str] = []
        self.is_open = False
        self.whole: Node | None = None
        tree = names.source.tree
        if tree is None:
            self.is_open = True
            return
        for node in tree.root_node.named_children:
            if node.type == "export_statement":
                self._statement(node)
            elif node.type == "ERROR":
                self.is_open = True
        if b"exports" in names.source.code:
            self._common(names)

    def _statement(self, node: Node) -> None:
        children = {child.type: child for child in node.children}
        source = specifier(field(node, "source"))
        is_default = "default" in children
        if clause := children.get("export_clause"):
            for item in clause.named_children:
                self._specifier(item, source)
        elif "*" in children:
            self.stars.append(source)
        elif space := children.get("namespace_export"):
            self.names[plain(space.named_child(0))] = Export(specifier=source, imported="*")
        elif (declaration := field(node, "declaration")) is not None:
            self._declaration(declaration, is_default=is_default)
        elif (value := field(node, "value")) is not None:
            self.names["default"] = Export(node=value)
        elif "=" in children and node.named_child_count:
            self._whole(node.named_children[-1])
        else:
            self.is_open = True

    def _specifier(self, item: Node, source: str) -> None:
        if item.type != "export_specifier":
            return
        name = plain(field(item, "name"))
        exported = plain(field(item, "alias")) or name
        if any(child.type == "type" for child in item.children):
            self.types.add(exported)
        elif source:
            self.names[exported] = Export(specifier=source, imported=name)
        else:
            self.names[exported] = Export(local=name)

    def _declaration(self, node: Node, *, is_default: bool) -> None:
        if node.type in ("lexical_declaration", "variable_declaration"):
            for declarator in node.named_children:
                for name in pattern_names(field(declarator, "name")):
                    self.names[name] = Export(local=name)
            return
        name = words(field(node, "name"))
        if node.type in _TYPES and not is_default:
            self.types.add(name)
            self.is_open = self.is_open or node.type == "ambient_declaration"
        elif node.type in _NAMED:
            self.names["default" if is_default else name] = Export(local=name) if name else Export(node=node)
        else:
            self.is_open = True

    # --- CommonJS -------------------------------------------------------------------------------------------------

    def _common(self, names: Names) -> None:
        for path in names.free("exports"):
            self._use(path, len(path) - 1)
        for path in names.free("module"):
            member = path[-2]
            if member.type == "member_expression" and words(field(member, "property")) == "exports":
                self._use(path, len(path) - 2)
            elif member.type not in ("member_expression", "unary_expression"):
                self.is_open = True

    def _use(self, path: Path, index: int) -> None:
        """One place that names ``exports`` or ``module.exports``, the node at an index of a path."""
        node, parent = path[index], path[index - 1]
        if parent.type in ("member_expression", "subscript_expression") and field(parent, "object") == node:
            self._member(parent, path[index - 2])
        elif parent.type == "assignment_expression" and field(parent, "left") == node:
            right = field(parent, "right")
            while right is not None and right.type == "assignment_expression":
                right = field(right, "right")
            if right is not None:
                self._whole(right)
        elif parent.type == "assignment_expression" or parent.type == "unary_expression":
            return
        elif parent.type == "arguments":
            self._argument(node, parent, path[index - 2])
        else:
            self.is_open = True

    def _member(self, member: Node, around: Node) -> None:
        name = words(field(member, "property")) or plain(field(member, "index"))
        if around.type == "assignment_expression" and field(around, "left") == member:
            if not name:
                self.is_open = True
            else:
                self.names.setdefault(name, Export(node=field(around, "right")))

    def _argument(self, node: Node, arguments: Node, call: Node) -> None:
        """``Object.assign(exports, { … })``, ``Object.defineProperty(exports, 'name', …)``."""
        callee, values = words(field(call, "function")), arguments.named_children
        if values[0] != node:
            self.is_open = True
        elif callee == "Object.defineProperty" and len(values) > 1 and plain(values[1]):
            self.names.setdefault(plain(values[1]), Export())
        elif callee == "Object.assign" and all(value.type == "object" for value in values[1:]):
            for value in values[1:]:
                self._object(value)
        else:
            self.is_open = True

    def _whole(self, node: Node) -> None:
        self.whole = node
        self.names.setdefault("default", Export(node=node))
        if node.type == "object":
            self._object(node)
        else:
            self.is_open = True

    def _object(self, node: Node) -> None:
        for item in node.named_children:
            if item.type == "shorthand_property_identifier":
                self.names.setdefault(words(item), Export(local=words(item)))
            elif item.type == "pair" and plain(field(item, "key")):
                self.names.setdefault(plain(field(item, "key")), Export(node=field(item, "value")))
            elif item.type == "method_definition" and plain(field(item, "name")):
                self.names.setdefault(plain(field(item, "name")), Export(node=item))
            elif item.type != "comment":
                self.is_open = True


def plain(node: Node | None) -> str:
    """A name as written: an identifier, a property or a string without escapes; empty for others."""
    if node is None:
        return ""
    if node.type in ("identifier", "property_identifier", "private_property_identifier", "number", "default"):
        return words(node)
    if node.type in ("string", "template_string"):
        parts = node.named_children
        if all(part.type == "string_fragment" for part in parts):
            return "".join(words(part) for part in parts)
    return ""


def specifier(node: Node | None) -> str:
    """The text of an import's source."""
    return plain(node)


def pattern_names(node: Node | None) -> list[str]:
    """The names that a pattern declares."""
    found: list[str] = []
    stack = [node] if node is not None else []
    while stack:
        each = stack.pop()
        if each.type in ("identifier", "shorthand_property_identifier_pattern"):
            found.append(words(each))
        elif each.type == "pair_pattern":
            stack += [value] if (value := field(each, "value")) is not None else []
        elif each.type in ("assignment_pattern", "object_assignment_pattern"):
            stack += [left] if (left := field(each, "left")) is not None else []
        else:
            stack += each.named_children
    return found
