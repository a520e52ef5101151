"""Follows values through the sources: from the import of the bridge to each place that uses it.

A value goes to a name; from each use of that name it goes on to what is around it: a member, a call, another name, an
export, a parameter. Where it leaves what can be followed, the lists that rest on it are not complete.
"""

from __future__ import annotations

import re

from bgscript.check.sources import values
from bgscript.check.sources.exports import plain
from bgscript.check.sources.imports import follow_import
from bgscript.check.sources.meanings import Parameter
from bgscript.check.sources.names import CLASSES, FUNCTIONS, Binding
from bgscript.check.sources.source import Exhausted, field, words

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from bgscript.check.sources.meanings import Meanings
    from bgscript.check.sources.modules import Modules
    from bgscript.check.sources.reading import Reading
    from bgscript.check.sources.source import Path, Source
    from bgscript.check.sources.values import Value

_MOST_TASKS = 60_000
_SAME = {
    *("parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "await_expression"),
    *("instantiation_expression", "type_assertion"),
}
"""What is around an expression and has its value."""
_ENDS = {
    *("expression_statement", "template_substitution", "type_query", "jsx_closing_element", "if_statement"),
    *("while_statement", "do_statement", "for_statement", "for_in_statement", "switch_statement", "switch_case"),
    *("update_expression", "nested_type_identifier", "statement_block", "program"),
}
"""Where a value goes nowhere."""
_THIS = re.compile(rb"(?<![\w$.])this(?![\w$])")
_HOOK = re.compile(r"(?:React\.)?use[A-Z]\w*")
_ASSIGNMENTS = ("assignment_expression", "augmented_assignment_expression")
_DEFAULTS = ("assignment_pattern", "object_assignment_pattern")
_TAGS = ("jsx_opening_element", "jsx_self_closing_element")


class Flow:
    """One run through all sources of a project. Nothing else uses what those export that are ``ours``."""

    def __init__(self, modules: Modules, meanings: Meanings, reading: Reading, ours: tuple[str, ...]) -> None:
        self._ours = ours
        self.modules = modules
        self.meanings = meanings
        self.reading = reading
        self._tasks: list[Callable[[], None]] = []
        self._seen: set[tuple[object, ...]] = set()

    def run(self) -> None:
        """Follow everything that waits."""
        done = 0
        while self._tasks:
            done += 1
            if done > _MOST_TASKS:
                self.reading.is_complete = False
                return
            try:
                self._tasks.pop()()
            except Exhausted:
                self.reading.is_complete = False

    def lose(self, value: Value) -> None:
        """A value goes where it cannot be followed."""
        self.reading.unknown.update(values.loses(value))

    # --- where values begin and go --------------------------------------------------------------------------------

    def imported(self, source: Source, offset: int, package: str) -> None:
        """Follow what a source imports from a package of Forge's."""
        whole = ("module", package)
        found = dict(values.names(whole))
        if package == values.RESOLVER:
            found["default"] = ("Resolver",)
        else:
            found["default"] = whole
        follow_import(
            self, source, offset, lambda name: found.get(name), whole, [name for name in found if name != "default"]
        )

    def exported(self, source: Source, name: str, value: Value, *, is_used: bool = False) -> None:
        """Follow a value that a source exports. ``=`` as a name is all that it exports.

        ``is_used`` says that nobody needs to import it.
        """
        key = ("export", source.name, name, value)
        if key in self._seen or values.is_deep(value):
            return
        self._seen.add(key)
        whole = value if name == "=" else ("field", name, value)

        def get(wanted: str) -> Value | None:
            if name == "=":
                return value if wanted == "default" else values.member(value, wanted)
            return value if wanted == name else None

        def follow() -> None:
            stars = [] if name in ("=", "default") else [name]
            importers = self.modules.importers(source)
            taken = [follow_import(self, each, offset, get, whole, stars) for each, offset in importers]
            if not any(taken) and not is_used and not source.name.startswith(self._ours):
                self.lose(value)

        self._tasks.append(follow)

    def bind(self, binding: Binding, value: Value) -> None:
        """Follow a value that a name has."""
        key = ("name", binding.source.name, binding.path[-1].start_byte, value)
        if key in self._seen or values.is_deep(value):
            return
        self._seen.add(key)
        source = binding.source
        for path in binding.uses:
            self.use(source, path, value)
        if not binding.uses and binding.kind in ("const", "let", "var") and not _exported_name(binding):
            self.lose(value)  # a name that is there for something that is not seen
        if exported := _exported_name(binding):
            self.exported(source, exported, value, is_used=bool(binding.uses))
        if binding.is_global:
            self._global(binding, value)

    def _global(self, binding: Binding, value: Value) -> None:
        """A name of a page is used by its markup; one of a script that is no module, by other scripts."""
        source, word = binding.source, binding.name.encode()
        if source.is_page and source.text.count(word) > source.code.count(word):
            self.lose(value)
        if not source.is_script:
            return
        for other in self.modules.sources.values():
            if other is not source and other.is_script and word in other.code:
                for path in self.modules.names(other).free(binding.name):
                    self.use(other, path, value)

    def use(self, source: Source, path: Path, value: Value) -> None:
        """Follow a value from an expression, the last node of a path."""
        self._tasks.append(lambda: self._climb(source, path, value))

    # --- what is around an expression -----------------------------------------------------------------------------

    def _climb(self, source: Source, path: Path, value: Value | None) -> None:
        index = len(path) - 1
        while value is not None and index > 0:
            if values.is_deep(value):
                self.lose(value)
                return
            step = self._step(source, path, index, value)
            if step is None:
                return
            value, index = step

    def _step(self, source: Source, path: Path, index: int, value: Value) -> tuple[Value, int] | None:
        """The value of what is around an expression, and where in the path that is; None where it ends."""
        node, parent = path[index], path[index - 1]
        kind = parent.type
        if kind in _SAME:
            return value, index - 1
        if kind == "unary_expression":  # `void f<T>(x)` is read as `(void f)<T>(x)`
            return (value, index - 1) if field(path[index - 2], "type_arguments") is not None else None
        if kind in ("member_expression", "subscript_expression"):
            return self._member(source, path, index, value)
        if kind == "call_expression":
            from bgscript.check.sources.calls import call

            result = call(self, source, path[:index], node, value)
            return (result, index - 1) if result is not None else None
        if kind == "new_expression":
            made = values.instance(value)
            if made is not None:
                return made, index - 1
            from bgscript.check.sources.calls import make

            make(self, source, parent, value)
            return None
        if kind == "arguments":
            from bgscript.check.sources.calls import argument

            result = argument(self, source, path[: index + 1], value)
            return (result, index - 2) if result is not None else None
        return self._assigned(source, path, index, value)

    def _member(self, source: Source, path: Path, index: int, value: Value) -> tuple[Value, int] | None:
        node, parent = path[index], path[index - 1]
        if field(parent, "object") != node:
            return None
        name = words(field(parent, "property"))
        if parent.type == "subscript_expression":
            found = self.meanings.text(source, field(parent, "index"))
            if isinstance(found, Parameter) and (index_of := found.position()) >= 0:
                return ("pick", index_of, found.key, value), index - 1
            if not isinstance(found, frozenset) or len(found) != 1:
                self.lose(value)
                return None
            [name] = found
        result = values.member(value, name)
        if result is None and values.is_function(value):
            self.lose(value)
        return (result, index - 1) if result is not None else None

    def _assigned(self, source: Source, path: Path, index: int, value: Value) -> tuple[Value, int] | None:
        """What stores a value: a declaration, an assignment, a default, an object."""
        node, parent = path[index], path[index - 1]
        kind = parent.type
        if kind == "variable_declarator":
            self.destructure(source, field(parent, "name"), value)
        elif kind in _ASSIGNMENTS:
            if field(parent, "right") != node:
                return None
            self._assign(source, path[:index], field(parent, "left"), value)
            return value, index - 1
        elif kind in _DEFAULTS:
            self.destructure(source, field(parent, "left"), value)
        elif kind in ("required_parameter", "optional_parameter"):
            self.destructure(source, field(parent, "pattern"), value)
        elif kind == "public_field_definition":
            is_static = any(child.type == "static" for child in parent.children)
            self.class_member(source, path[:index], plain(field(parent, "name")), value, is_static=is_static)
        elif kind == "pair":
            name = plain(field(parent, "key"))
            if not name:
                self.lose(value)
                return None
            return ("field", name, value), index - 2
        elif kind == "object":
            return ("field", words(node), value), index - 1
        elif kind == "spread_element" and path[index - 2].type == "object":
            return value, index - 2
        else:
            return self._passed(source, path, index, value)
        return None

    def _passed(self, source: Source, path: Path, index: int, value: Value) -> tuple[Value, int] | None:
        """What passes a value on: an operator, a return, an export, an element."""
        node, parent = path[index], path[index - 1]
        kind = parent.type
        if kind == "ternary_expression":
            return (value, index - 1) if field(parent, "condition") != node else None
        if kind == "binary_expression":
            return (value, index - 1) if words(field(parent, "operator")) in ("||", "??", "&&") else None
        if kind == "sequence_expression":
            return (value, index - 1) if parent.named_children[-1] == node else None
        if kind == "return_statement":
            at = next((i for i in range(index - 1, -1, -1) if path[i].type in FUNCTIONS), 0)
            self.function(source, path[: at + 1], ("returns", value))
        elif kind == "arrow_function":
            return ("returns", value), index - 1
        elif kind == "export_statement":
            self.exported(source, "default" if field(parent, "value") == node else "=", value)
        elif kind == "export_specifier":
            self._export_specifier(source, path, index, value)
        elif kind in _TAGS:
            from bgscript.check.sources.calls import element

            element(self, source, parent, value)
        elif kind == "array" and _is_dependencies(path, index - 1):
            return None
        elif kind not in _ENDS:
            self.lose(value)
        return None

    def _export_specifier(self, source: Source, path: Path, index: int, value: Value) -> None:
        item = path[index - 1]
        statement = next((node for node in reversed(path) if node.type == "export_statement"), None)
        if statement is not None and field(statement, "source") is None and field(item, "name") == path[index]:
            self.exported(source, plain(field(item, "alias")) or words(path[index]), value)

    # --- where values are stored ----------------------------------------------------------------------------------

    def destructure(self, source: Source, pattern: Node | None, value: Value | None) -> None:
        """Follow a value into a name, or into the names of a pattern."""
        if pattern is None or value is None:
            return
        kind = pattern.type
        if kind in ("identifier", "shorthand_property_identifier_pattern"):
            found = self.modules.names(source)
            if binding := found.of(pattern) or found.at(words(pattern), pattern.start_byte):
                self.bind(binding, value)
            else:
                self.lose(value)
        elif kind in _DEFAULTS:
            self.destructure(source, field(pattern, "left"), value)
        elif kind == "object_pattern":
            for item in pattern.named_children:
                self._take(source, item, value)
        elif kind in ("member_expression", "subscript_expression", "array_pattern", "rest_pattern"):
            self.lose(value)

    def _take(self, source: Source, item: Node, value: Value) -> None:
        if item.type == "rest_pattern":
            self.destructure(source, item.named_child(0), value)
            return
        left = field(item, "left") or item
        key = plain(field(left, "key")) if left.type == "pair_pattern" else words(left)
        if not key:
            self.lose(value)
        elif (part := values.member(value, key)) is not None:
            self.destructure(source, field(left, "value") if left.type == "pair_pattern" else left, part)
        elif values.is_function(value):
            self.lose(value)

    def _assign(self, source: Source, path: Path, left: Node | None, value: Value) -> None:
        if left is not None and left.type in ("member_expression", "subscript_expression"):
            holder = words(field(left, "object"))
            name = words(field(left, "property")) or plain(field(left, "index"))
            if holder in ("exports", "module.exports") and name:
                self.exported(source, name, value)
                return
            if holder == "module" and name == "exports":
                self.exported(source, "=", value)
                return
            if holder == "this" and name and any(node.type in CLASSES for node in path):
                self.class_member(source, path, name, value)
                return
        elif left is not None and words(left) == "exports":
            return
        self.destructure(source, left, value)

    def class_member(self, source: Source, path: Path, name: str, value: Value, *, is_static: bool = False) -> None:
        """Follow a value that the instances of a class have, the innermost one in a path; or the class itself."""
        at = next((i for i in range(len(path) - 1, -1, -1) if path[i].type in CLASSES), -1)
        if at < 0 or not name:
            self.lose(value)
            return
        node, held = path[at], ("field", name, value)
        key = ("class", source.name, node.start_byte, held)
        if key in self._seen:
            return
        self._seen.add(key)
        if not is_static:
            for match in _THIS.finditer(source.code[node.start_byte : node.end_byte]):
                found = source.path(node.start_byte + match.start())
                if found and found[-1].type == "this":
                    self.use(source, found, held)
        self._place(source, path[: at + 1], held if is_static else ("class", held))

    def function(self, source: Source, path: Path, value: Value) -> None:
        """Follow what a function is, the last node of a path: one that returns a value, or passes an argument on."""
        node = path[-1]
        if node.type != "method_definition":
            self._place(source, path, value)
        elif path[-2].type == "object":
            self.use(source, path[:-1], ("field", plain(field(node, "name")), value))
        else:
            is_static = any(child.type == "static" for child in node.children)
            self.class_member(source, path, plain(field(node, "name")), value, is_static=is_static)

    def _place(self, source: Source, path: Path, value: Value) -> None:
        """Follow the value of a function or a class: by its name, or from the expression that it is."""
        node = path[-1]
        name = field(node, "name")
        if name is not None and (binding := self.modules.names(source).of(name)):
            self.bind(binding, value)
        if node.type.endswith("_declaration"):
            if name is None or (path[-2].type == "export_statement" and _is_default(path[-2])):
                self.exported(source, "default", value)
        else:
            self.use(source, path, value)


def _exported_name(binding: Binding) -> str:
    """The name under which a declaration exports what it declares; empty for others."""
    path = binding.path[: binding.index + 1]
    statement = next((node for node in path if node.type == "export_statement"), None)
    if statement is None or not binding.is_global or binding.kind == "parameter":
        return ""
    return "" if _is_default(statement) else binding.name


def _is_default(statement: Node) -> bool:
    return any(child.type == "default" for child in statement.children)


def _is_dependencies(path: Path, index: int) -> bool:
    """Whether a list is that of a hook of React's: ``useEffect(…, [invoke])``."""
    arguments, call = path[index - 1], path[index - 2]
    if arguments.type != "arguments" or call.type != "call_expression" or arguments.named_children[-1] != path[index]:
        return False
    return bool(_HOOK.fullmatch(words(field(call, "function"))))
