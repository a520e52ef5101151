"""What an expression means, as far as it is written out: constants, members of objects and enums, names imported."""

from __future__ import annotations

from bgscript.check.sources.exports import plain
from bgscript.check.sources.names import CLASSES, FUNCTIONS
from bgscript.check.sources.nodes import (
    import_of,
    is_first,
    literal,
    member_of,
    path_to,
    pattern_key,
    position,
    unescaped,
    unwrap,
)
from bgscript.check.sources.source import field, words

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from tree_sitter import Node

    from bgscript.check.sources.modules import Modules
    from bgscript.check.sources.names import Binding
    from bgscript.check.sources.source import Path, Source

_MOST_LEVELS = 25
_VARIABLES = ("const", "let", "var")
_PASSES_ON = ("Object.freeze", "Object.seal")
_ROUTES = ("assumeTrustedRoute", "route", "routeFromAbsolute")
_ITERATES = ("forEach", "map", "flatMap", "some", "every", "filter")


class Meaning:
    """What an expression comes down to.

    ``node`` is an expression or a declaration of ``source``; ``module`` is a whole module; ``binding`` is the name that
    has no value which is written out, such as a parameter.
    """

    __slots__ = ("binding", "module", "node", "source")

    def __init__(
        self, source: Source, node: Node | None = None, binding: Binding | None = None, module: Source | None = None
    ) -> None:
        self.source = source
        self.node = node
        self.binding = binding
        self.module = module


class Parameter:
    """A value that the callers of a function decide: its parameter, or a property of that.

    ``is_names`` says that it means each name in the parameter, an object.
    """

    __slots__ = ("binding", "is_names", "key")

    def __init__(self, binding: Binding, key: str = "", *, is_names: bool = False) -> None:
        self.binding = binding
        self.key = key
        self.is_names = is_names

    def function(self) -> Path:
        """The path to the function whose parameter it is; empty if there is none."""
        path = self.binding.path
        at = next((i for i in range(len(path) - 1, -1, -1) if path[i].type in FUNCTIONS), -1)
        return path[: at + 1]

    def position(self) -> int:
        """Which parameter it is, from 0; -1 if it means several."""
        path = self.function()
        is_rest = self.binding.path[-2].type == "rest_pattern"
        return position(path[-1], self.binding) if path and not is_rest else -1


class Meanings:
    """Follows names through the sources of a project."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules

    # --- names ----------------------------------------------------------------------------------------------------

    def of(self, source: Source, node: Node | None, level: int = 0) -> Meaning | None:
        """What an expression comes down to; None if that is not known."""
        node = unwrap(node)
        if node is None or level > _MOST_LEVELS:
            return None
        if node.type in ("identifier", "shorthand_property_identifier"):
            binding = self.modules.names(source).at(words(node), node.start_byte)
            return self.of_binding(binding, level + 1) if binding is not None else None
        if node.type in ("member_expression", "subscript_expression"):
            holder = self.of(source, field(node, "object"), level + 1)
            name = self._member_name(source, node, level)
            return self.member(holder, name, level + 1) if holder is not None and name else None
        if node.type == "call_expression" and words(field(node, "function")) in _PASSES_ON:
            arguments = field(node, "arguments")
            return self.of(source, arguments.named_child(0) if arguments is not None else None, level + 1)
        return Meaning(source, node)

    def of_binding(self, binding: Binding, level: int = 0) -> Meaning | None:
        """What a declared name comes down to."""
        if binding.kind == "import":
            return self._imported(binding, level)
        if binding.kind not in _VARIABLES:
            own = binding.kind in ("parameter", "loop", "catch")
            return Meaning(binding.source, None if own else binding.declaration, binding)
        value = field(binding.declaration, "value")
        if value is None or binding.is_reassigned:
            return Meaning(binding.source, None, binding)
        if binding.is_plain:
            return self.of(binding.source, value, level)
        key = pattern_key(binding)
        holder = self.of(binding.source, value, level) if key else None
        return self.member(holder, key, level) if holder is not None else None

    def _imported(self, binding: Binding, level: int) -> Meaning | None:
        specifier, name = import_of(binding)
        for module in self.modules.resolve(binding.source, specifier):
            return Meaning(module, module=module) if name == "*" else self.exported(module, name, level)
        return None

    def exported(self, module: Source, name: str, level: int = 0) -> Meaning | None:
        """What an exported name comes down to."""
        found = self.modules.find(module, name)
        if found is None or level > _MOST_LEVELS:
            return None
        source, export = found
        if export.imported == "*":
            inner = next(iter(self.modules.resolve(source, export.specifier)), None)
            return Meaning(inner, module=inner) if inner is not None else None
        if export.node is not None:
            return self.of(source, export.node, level + 1)
        bindings = self.modules.names(source).bindings(export.local) if export.local else []
        outermost = max(bindings, key=lambda each: each.end - each.start, default=None)
        return self.of_binding(outermost, level + 1) if outermost is not None else None

    def member(self, holder: Meaning, name: str, level: int = 0) -> Meaning | None:
        """What a member comes down to."""
        if holder.module is not None:
            return self.exported(holder.module, name, level)
        if holder.binding is not None and holder.node is None:
            return None
        value = member_of(holder.node, name) if holder.node is not None else None
        return self.of(holder.source, value, level) if value is not None else None

    def _member_name(self, source: Source, node: Node, level: int) -> str:
        if node.type == "member_expression":
            return words(field(node, "property"))
        found = self.text(source, field(node, "index"), level + 1)
        return next(iter(found)) if isinstance(found, frozenset) and len(found) == 1 else ""

    # --- texts ----------------------------------------------------------------------------------------------------

    def text(self, source: Source, node: Node | None, level: int = 0) -> frozenset[str] | Parameter | None:
        """The texts that an expression can be; a parameter, if it is one; None if that is not known."""
        meaning = self.of(source, node, level)
        if meaning is None:
            return None
        if meaning.node is None:
            return self._text_of_binding(meaning.binding, level) if meaning.binding is not None else None
        source, node = meaning.source, meaning.node
        if node.type == "string":
            found = literal(node)
            return frozenset([found]) if found is not None else None
        if node.type == "template_string":
            return self._template(source, node, level)
        if node.type == "ternary_expression":
            return self._either(source, field(node, "consequence"), field(node, "alternative"), level)
        if node.type == "binary_expression":
            operator, left, right = words(field(node, "operator")), field(node, "left"), field(node, "right")
            if operator in ("||", "??"):
                return self._either(source, left, right, level)
            return self._joined(source, [left, right], level) if operator == "+" else None
        return None

    def _either(self, source: Source, left: Node | None, right: Node | None, level: int) -> frozenset[str] | None:
        one, other = self.text(source, left, level + 1), self.text(source, right, level + 1)
        return one | other if isinstance(one, frozenset) and isinstance(other, frozenset) else None

    def _template(self, source: Source, node: Node, level: int) -> frozenset[str] | None:
        parts: list[str] = []
        for child in node.named_children:
            if child.type == "template_substitution":
                found = self.text(source, child.named_child(0), level + 1)
                if not isinstance(found, frozenset) or len(found) != 1:
                    return None
                parts += found
            else:
                parts.append(unescaped(child) or "")
        return frozenset(["".join(parts)])

    def _joined(self, source: Source, nodes: list[Node | None], level: int) -> frozenset[str] | None:
        found = [self.text(source, node, level + 1) for node in nodes]
        if not all(isinstance(each, frozenset) and len(each) == 1 for each in found):
            return None
        return frozenset(["".join(part for each in found if isinstance(each, frozenset) for part in each)])

    def _text_of_binding(self, binding: Binding, level: int) -> frozenset[str] | Parameter | None:
        if binding.kind == "loop":
            return self._looped(binding, level)
        if binding.kind != "parameter":
            return None
        if (found := self._iterated(binding, level)) is not None:
            return found
        if binding.is_plain:
            return Parameter(binding)
        key = pattern_key(binding)
        return Parameter(binding, key) if key else None

    def _looped(self, binding: Binding, level: int) -> frozenset[str] | Parameter | None:
        loop = binding.declaration
        kind, right = words(field(loop, "operator")), field(loop, "right")
        if kind == "in":
            return self.key_texts(binding.source, right, level)
        return self._items(binding, binding.source, right, level)

    def _iterated(self, binding: Binding, level: int) -> frozenset[str] | Parameter | None:
        """A callback's first parameter: ``names.forEach((name) => …)``."""
        path = Parameter(binding).function()
        if len(path) < 3 or path[-2].type != "arguments" or position(path[-1], binding) != 0:
            return None
        callee = field(path[-3], "function")
        if callee is None or callee.type != "member_expression" or words(field(callee, "property")) not in _ITERATES:
            return None
        return self._items(binding, binding.source, field(callee, "object"), level)

    def _items(
        self, binding: Binding, source: Source, node: Node | None, level: int
    ) -> frozenset[str] | Parameter | None:
        """The texts of a list, or the names in ``Object.keys(…)`` and ``Object.entries(…)``."""
        node = unwrap(node)
        if node is None:
            return None
        callee = words(field(node, "function")) if node.type == "call_expression" else ""
        if callee in ("Object.keys", "Object.entries", "Object.values"):
            if callee == "Object.entries" and not is_first(binding):
                return None
            arguments = field(node, "arguments")
            value = arguments.named_child(0) if arguments is not None else None
            if callee == "Object.values":
                return self._values(source, value, level)
            return self.key_texts(source, value, level)
        meaning = self.of(source, node, level + 1)
        if not binding.is_plain or meaning is None or meaning.node is None or meaning.node.type != "array":
            return None
        return self._all(meaning.source, meaning.node.named_children, level)

    def _all(self, source: Source, nodes: list[Node], level: int) -> frozenset[str] | None:
        found: set[str] = set()
        for node in nodes:
            if node.type == "comment":
                continue
            text = self.text(source, node, level + 1)
            if not isinstance(text, frozenset):
                return None
            found |= text
        return frozenset(found)

    def _values(self, source: Source, node: Node | None, level: int) -> frozenset[str] | None:
        meaning = self.of(source, node, level + 1)
        if meaning is None or meaning.node is None or meaning.node.type not in ("object", "enum_declaration"):
            return None
        holder = meaning.node if meaning.node.type == "object" else field(meaning.node, "body")
        items = [item for item in (holder.named_children if holder is not None else ()) if item.type != "comment"]
        values = [field(item, "value") for item in items]
        if any(value is None for value in values):
            return None
        return self._all(meaning.source, [value for value in values if value is not None], level)

    def parts(self, source: Source, node: Node | None, level: int = 0) -> list[str | None]:
        """The parts of a text that is put together; None is a part that is computed."""
        node = unwrap(node)
        if node is None or level > _MOST_LEVELS:
            return [None]
        found = self.text(source, node, level)
        if isinstance(found, frozenset) and len(found) == 1:
            return list(found)
        meaning = self.of(source, node, level)
        if meaning is None or meaning.node is None:
            return [None]
        source, node = meaning.source, meaning.node
        if node.type == "call_expression":  # route`…`, assumeTrustedRoute('…')
            inner = field(node, "arguments")
            if inner is not None and inner.type == "template_string":
                return self.parts(source, inner, level + 1)
            is_route = words(field(node, "function")).split(".")[-1] in _ROUTES
            return self.parts(source, inner.named_child(0), level + 1) if is_route and inner is not None else [None]
        if node.type == "binary_expression" and words(field(node, "operator")) == "+":
            left, right = field(node, "left"), field(node, "right")
            return [*self.parts(source, left, level + 1), *self.parts(source, right, level + 1)]
        if node.type != "template_string":
            return [None]
        made: list[str | None] = []
        for child in node.named_children:
            if child.type == "template_substitution":
                made += self.parts(source, child.named_child(0), level + 1)
            else:
                made.append(unescaped(child) or "")
        return made

    # --- keys -----------------------------------------------------------------------------------------------------

    def key_texts(self, source: Source, node: Node | None, level: int = 0) -> frozenset[str] | Parameter | None:
        """The names in an object; a parameter, if it is one; None if not all of them are known."""
        found = self.keys(source, node, level)
        if isinstance(found, Parameter):
            return Parameter(found.binding, found.key, is_names=True)
        return frozenset(name for name, _, _ in found) if isinstance(found, list) else None

    def keys(
        self, source: Source, node: Node | None, level: int = 0
    ) -> list[tuple[str, Source, int]] | Parameter | None:
        """The names in an object with their places; a parameter, if it is one; None if not all are known."""
        meaning = self.of(source, node, level + 1)
        if meaning is None or level > _MOST_LEVELS:
            return None
        if meaning.module is not None:
            exports = self.modules.exports(meaning.module)
            is_all = meaning.module.is_known and not exports.is_open and not exports.stars
            return [(name, meaning.module, 0) for name in exports.names] if is_all else None
        if meaning.node is None:
            binding = meaning.binding
            is_parameter = binding is not None and binding.kind == "parameter" and binding.is_plain
            return Parameter(binding) if binding is not None and is_parameter else None
        if meaning.node.type == "enum_declaration":
            body = field(meaning.node, "body")
            names = [field(item, "name") or item for item in (body.named_children if body is not None else ())]
            return [(plain(name), meaning.source, name.start_byte) for name in names if plain(name)]
        return self._object_keys(meaning.source, meaning.node, level)

    def _object_keys(self, source: Source, node: Node, level: int) -> list[tuple[str, Source, int]] | None:
        if node.type != "object":
            return None
        found: list[tuple[str, Source, int]] = []
        for item in node.named_children:
            if item.type == "spread_element":
                inner = self.keys(source, item.named_child(0), level + 1)
                if not isinstance(inner, list):
                    return None
                found += inner
            elif item.type != "comment":
                name = self._key(source, item, level)
                if not name:
                    return None
                found.append((name, source, item.start_byte))
        return found

    def _key(self, source: Source, item: Node, level: int) -> str:
        if item.type == "shorthand_property_identifier":
            return words(item)
        key = field(item, "key") or field(item, "name")
        if key is not None and key.type == "computed_property_name":
            found = self.text(source, key.named_child(0), level + 1)
            return next(iter(found)) if isinstance(found, frozenset) and len(found) == 1 else ""
        return plain(key)

    # --- functions ------------------------------------------------------------------------------------------------

    def function(self, source: Source, callee: Node | None) -> tuple[Source, Path] | None:
        """The function or class that is called, with the path to it; None if it is not in the sources."""
        meaning = self.of(source, callee)
        if meaning is None or meaning.node is None or meaning.node.type not in FUNCTIONS | CLASSES:
            return None
        path = path_to(meaning.source, meaning.node)
        return (meaning.source, path) if path else None
