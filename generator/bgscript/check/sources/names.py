"""Names of a source: where each is declared, and which of its uses mean which declaration."""

from __future__ import annotations

from bgscript.check.sources.source import field, words

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from tree_sitter import Node

    from bgscript.check.sources.source import Path, Source

FUNCTIONS = {
    *("function_declaration", "function_expression", "generator_function", "generator_function_declaration"),
    *("arrow_function", "method_definition", "function_signature"),
}
CLASSES = {"class_declaration", "class", "abstract_class_declaration"}
_BLOCKS = {
    *("program", "statement_block", "switch_body", "for_statement", "for_in_statement", "class_static_block"),
    *("catch_clause",),
}
_LEAVES = {"identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern", "type_identifier"}
_PATTERNS = {
    *("object_pattern", "array_pattern", "pair_pattern", "rest_pattern", "assignment_pattern"),
    "object_assignment_pattern",
}
_NAMED = {
    *("function_declaration", "generator_function_declaration", "function_signature", "function_expression"),
    *("generator_function", "enum_declaration", "internal_module", *CLASSES),
}
_IMPORTS = {"import_clause", "import_specifier", "namespace_import", "import_require_clause"}


class Binding:
    """A declared name.

    ``kind`` is what declares it: ``import``, ``const``, ``let``, ``var``, ``parameter``, ``loop``, ``catch``, or the
    type of the declaration. ``path`` leads to the name, ``uses`` to each of its uses.
    """

    __slots__ = ("end", "index", "kind", "name", "path", "source", "start", "uses")

    def __init__(self, source: Source, name: str, kind: str, path: Path, scope: Node) -> None:
        self.source = source
        self.name = name
        self.kind = kind
        self.path = path
        self.start = scope.start_byte
        self.end = scope.end_byte
        self.uses: list[Path] = []
        self.index = next((i for i in range(len(path) - 2, -1, -1) if path[i].type not in _PATTERNS), 0)
        """Where in the path the declaration is, around the patterns that the name is in."""

    @property
    def declaration(self) -> Node:
        """What declares the name: a declarator, a parameter, a function, an import clause."""
        return self.path[self.index]

    @property
    def is_plain(self) -> bool:
        """Whether the name is the whole left side, so that the value of the declaration is its value."""
        return self.index == len(self.path) - 2

    @property
    def is_global(self) -> bool:
        """Whether it is declared outside of all functions and blocks."""
        return self.start == self.path[0].start_byte and self.end == self.path[0].end_byte

    @property
    def is_reassigned(self) -> bool:
        """Whether something else is assigned to it later."""
        return self.kind != "const" and any(is_assigned(path) for path in self.uses)


class Names:
    """The names of one source, each looked for when it is needed."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._bindings: dict[str, list[Binding]] = {}
        self._free: dict[str, list[Path]] = {}

    def bindings(self, name: str) -> list[Binding]:
        """The declarations of a name, with their uses."""
        if name not in self._bindings:
            self._look_for(name)
        return self._bindings[name]

    def free(self, name: str) -> list[Path]:
        """The uses of a name that is not declared in this source: a global."""
        self.bindings(name)
        return self._free[name]

    def at(self, name: str, offset: int) -> Binding | None:
        """What a name means at an offset: the innermost declaration around it."""
        return _innermost(self.bindings(name), offset)

    def of(self, leaf: Node) -> Binding | None:
        """The binding that a name in a pattern or declaration makes."""
        found = self.bindings(words(leaf))
        return next((each for each in found if each.path[-1].start_byte == leaf.start_byte), None)

    def _look_for(self, name: str) -> None:
        bindings: list[Binding] = []
        uses: list[Path] = []
        self._bindings[name] = bindings
        free: list[Path] = []
        self._free[name] = free
        for offset in self.source.words(name.encode()):
            path = self.source.path(offset)
            if not path or path[-1].type not in _LEAVES or path[-1].start_byte != offset:
                continue
            if binding := _declared(self.source, name, path):
                bindings.append(binding)
            elif path[-1].type != "type_identifier":
                uses.append(path)
        for path in uses:
            meant = _innermost(bindings, path[-1].start_byte)
            (meant.uses if meant else free).append(path)


def _innermost(bindings: list[Binding], offset: int) -> Binding | None:
    around = [each for each in bindings if each.start <= offset < each.end]
    return min(around, key=lambda each: each.end - each.start, default=None)


def _declared(source: Source, name: str, path: Path) -> Binding | None:
    """The binding that the last name of a path makes; None if it is a use."""
    leaf, parent = path[-1], path[-2]
    if parent.type in _NAMED and _is(field(parent, "name"), leaf):
        own = parent.type in ("function_expression", "generator_function", "class")
        return Binding(source, name, parent.type, path, parent if own else _block(path[:-2]))
    if parent.type in _IMPORTS:
        if parent.type == "import_specifier" and not _is(field(parent, "alias") or field(parent, "name"), leaf):
            return Binding(source, "", "import", path, leaf)  # the name in the other module
        return Binding(source, name, "import", path, path[0])
    index = len(path) - 2
    while path[index].type in _PATTERNS:
        if path[index].type in ("assignment_pattern", "object_assignment_pattern") and not _is(
            field(path[index], "left"), path[index + 1]
        ):
            return None  # a default
        if path[index].type == "pair_pattern" and not _is(field(path[index], "value"), path[index + 1]):
            return None
        index -= 1
    return _in_pattern(source, name, path, index)


def _in_pattern(source: Source, name: str, path: Path, index: int) -> Binding | None:
    node, below = path[index], path[index + 1]
    if node.type == "variable_declarator" and _is(field(node, "name"), below):
        kind = words(path[index - 1].child(0))
        scope = _function(path[:index]) if kind == "var" else _block(path[: index - 1])
        return Binding(source, name, kind if kind in ("const", "let") else "var", path, scope)
    if node.type in ("required_parameter", "optional_parameter") and _is(field(node, "pattern"), below):
        return Binding(source, name, "parameter", path, path[index - 2])
    if node.type == "arrow_function" and _is(field(node, "parameter"), below):
        return Binding(source, name, "parameter", path, node)
    if node.type == "for_in_statement" and _is(field(node, "left"), below) and field(node, "kind") is not None:
        return Binding(source, name, "loop", path, node)
    if node.type == "catch_clause" and _is(field(node, "parameter"), below):
        return Binding(source, name, "catch", path, node)
    return None


def _is(node: Node | None, other: Node) -> bool:
    return node is not None and node.start_byte == other.start_byte and node.end_byte == other.end_byte


def _block(path: Path) -> Node:
    return next((node for node in reversed(path) if node.type in _BLOCKS or node.type in FUNCTIONS), path[0])


def _function(path: Path) -> Node:
    return next((node for node in reversed(path) if node.type in FUNCTIONS), path[0])


def is_assigned(path: Path) -> bool:
    """Whether a use of a name is the target of an assignment."""
    for index in range(len(path) - 2, -1, -1):
        node = path[index]
        if node.type in ("assignment_expression", "augmented_assignment_expression"):
            return _is(field(node, "left"), path[index + 1])
        if node.type == "for_in_statement":
            return _is(field(node, "left"), path[index + 1])
        if node.type == "update_expression":
            return True
        if node.type not in _PATTERNS and node.type not in ("parenthesized_expression", "non_null_expression"):
            return False
    return False
