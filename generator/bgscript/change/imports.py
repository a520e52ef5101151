"""Rewrites what an owner's files import from files that a release has moved.

A specifier changes only if it names a moved file, or if it is in a moved file and its relative path would lead
elsewhere. Files outside of the template's own folder get its short name where there is one. With ``"#own/*":
"./own/*.ts"`` at ``imports`` of package.json, and a file ``own/view.ts`` that exports ``show`` from ``./runtime/show``,
an import of ``show`` from that module becomes ``#own/view``.
"""

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bgscript.check.sources.grammar import parse

_ENDINGS = (".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs", ".cts", ".cjs")
_COMPILED = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
_LOCKS = ("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock")
_CALL = re.compile(
    rb"(?:\b(?:import|require(?:\.resolve)?|URL)|\b(?:vi|jest)\s*\.\s*(?:mock|doMock|unmock|doUnmock|importActual"
    rb"|importMock|requireActual|requireMock))\s*(?:<[^()]*(?:\([^()]*\))?[^()]*>)?\s*\(\s*\Z"
)
"""What is before the string that names a module in a call."""
_BEFORE = 300
_CSS = re.compile(rb"""(@import\s+(?:url\(\s*)?)(["'])([^"'\n]+)\2""")
_EXPORT = re.compile(r"export\s+(?:type\s+)?\{([^}]*)\}\s+from\s+['\"]([^'\"]+)['\"]")


@dataclass(frozen=True)
class _Place:
    """Where a file names a module: the bytes between the quotes, and the names that are imported, if that is known."""

    start: int
    end: int
    names: frozenset[str] | None


@dataclass(frozen=True)
class Imports:
    """The moves of a change.

    ``moved`` has the later path of each moved file by its former one. ``rendered`` is the new rendering.
    """

    moved: Mapping[str, str]
    rendered: Path

    def concerns(self, path: str) -> bool:
        """Whether a file of this name can name others."""
        return path.endswith((*_ENDINGS, ".css")) or posixpath.basename(path) in _LOCKS

    def rewrite(self, path: str, text: bytes) -> bytes:
        """A file's text, with its imports as they are after the moves.

        Args:
            path: where the file was before the moves.
            text: what it was.
        """
        if posixpath.basename(path) in _LOCKS:
            return self._relocked(text)
        places = _in_css(text) if path.endswith(".css") else _in_code(path, text)
        for place in sorted(places, key=lambda place: place.start, reverse=True):
            specifier = text[place.start : place.end].decode(errors="replace")
            later = self._later(path, specifier, place.names)
            text = text[: place.start] + later.encode() + text[place.end :] if later else text
        return text

    def _later(self, path: str, specifier: str, names: frozenset[str] | None) -> str:
        """What a specifier becomes; nothing if it stays."""
        if not specifier.startswith("."):
            return ""
        target, ending = self._target(posixpath.normpath(posixpath.join(posixpath.dirname(path), specifier)))
        here = self.moved.get(path, path)
        if not target and here == path:
            return ""
        if not target:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), specifier))
        elif not self._is_own(here) and (short := self._short(target, names)):
            return short
        relative = posixpath.relpath(target.removesuffix(ending), posixpath.dirname(here) or ".")
        later = relative if relative.startswith(".") else f"./{relative}"
        return "" if later == specifier else later

    def _target(self, path: str) -> tuple[str, str]:
        """The later path of a module, and the ending that its specifier leaves out; nothing if it has not moved."""
        stem, ending = posixpath.splitext(path)
        if path in self.moved:
            return self.moved[path], ""
        for other in _COMPILED.get(ending, ()):
            if later := self.moved.get(stem + other):
                return posixpath.splitext(later)[0] + ending, ""
        for tail in (*_ENDINGS, *(f"/index{other}" for other in _ENDINGS)):
            if later := self.moved.get(path + tail):
                return later, tail if later.endswith(tail) else posixpath.splitext(later)[1]
        return "", ""

    def _is_own(self, path: str) -> bool:
        return any(path.startswith(f"{folder}/") for _, folder, _ in self._patterns)

    def _short(self, target: str, names: frozenset[str] | None) -> str:
        if target in self._plain:
            return self._plain[target]
        module = posixpath.splitext(target)[0]
        found = {self._facades.get((module, name), "") for name in names or ()}
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def _patterns(self) -> list[tuple[str, str, str]]:
        """The patterns at ``imports`` of package.json: what the name begins with, its folder, the ending there."""
        try:
            imports = json.loads((self.rendered / "package.json").read_text(encoding="utf-8")).get("imports", {})
        except (OSError, ValueError):
            return []
        found = []
        for pattern, target in imports.items() if isinstance(imports, dict) else ():
            match = re.fullmatch(r"\./([^*]+)/\*(\.\w+)", str(target))
            if match and pattern.count("*") == 1:
                found.append((pattern, match[1], match[2]))
        return found

    @cached_property
    def _plain(self) -> dict[str, str]:
        """The short names of files that are themselves at the top of such a folder."""
        return {
            f"{folder}/{file.name}": pattern.replace("*", file.stem)
            for pattern, folder, ending in self._patterns
            for file in sorted((self.rendered / folder).glob(f"*{ending}"))
        }

    @cached_property
    def _facades(self) -> dict[tuple[str, str], str]:
        """The short name that exports a name of a module, by module and name."""
        found: dict[tuple[str, str], str] = {}
        for path, short in self._plain.items():
            file = self.rendered / path
            for names, module in _EXPORT.findall(file.read_text(encoding="utf-8")) if file.suffix == ".ts" else ():
                where = posixpath.normpath(posixpath.join(posixpath.dirname(path), module))
                for name in filter(None, (part.strip().removeprefix("type ") for part in names.split(","))):
                    found.setdefault((where, name), short)
        return found

    def _relocked(self, text: bytes) -> bytes:
        """A lock file, with the later paths of folders that are packages."""
        for former, later in self.moved.items():
            if posixpath.basename(former) == posixpath.basename(later) == "package.json":
                old, new = (posixpath.dirname(path).encode() for path in (former, later))
                named = rb"(?<![\w./-])((?:file:|link:)?(?:\./)?)%s(?![\w./-])" % re.escape(old)
                text = re.sub(named, rb"\1" + new, text)
        return text


def _in_css(text: bytes) -> Iterator[_Place]:
    for match in _CSS.finditer(text):
        yield _Place(match.start(3), match.end(3), None)


def _in_code(path: str, text: bytes) -> Iterator[_Place]:
    tree = parse(text, jsx=path.endswith(("x", "js"))) if b"./" in text else None
    waiting = [tree.root_node] if tree else []
    while waiting:
        node = waiting.pop()
        waiting += node.named_children
        if node.type != "string" or node.parent is None:
            continue
        start, end = node.start_byte + 1, node.end_byte - 1
        if node.parent.type in ("import_statement", "export_statement", "import_require_clause"):
            yield _Place(start, end, _names(node.parent))
        elif _CALL.search(text[max(0, start - 1 - _BEFORE) : start - 1]):
            yield _Place(start, end, None)


def _names(statement: object) -> frozenset[str] | None:
    """The names that a statement imports or passes on; None if it is more than names."""
    found: list[str] = []
    waiting = list(getattr(statement, "named_children", ()))
    while waiting:
        node = waiting.pop()
        if node.type in ("import_clause", "named_imports", "export_clause"):
            waiting += node.named_children
        elif node.type in ("import_specifier", "export_specifier"):
            found.append(node.child_by_field_name("name").text.decode())
        elif node.type != "string":
            return None
    return frozenset(found) or None
