"""The sources of a project as modules: which file an import means, and who imports a file."""

from __future__ import annotations

import os
import posixpath
import re

from bgscript.check.sources.exports import Exports
from bgscript.check.sources.names import Names
from bgscript.check.sources.source import Source

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from typing import Any

    from bgscript.check.sources.exports import Export

ENDINGS = (
    *(".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts", ".html", ".vue", ".svelte", ".hbs"),
    ".ejs",
)
_ASSET = re.compile(r"\.(?!(?:[cm]?[jt]sx?|vue|svelte)$)[a-z0-9]{1,8}(?:\?[\w&=]*)?$|\?")
_COMPILED = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
_MOST_FILES = 600


class Modules:
    """All sources that were read, by name.

    ``is_complete`` turns false when a source cannot be read, or an import leads out of the project.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.sources: dict[str, Source] = {}
        self.is_complete = True
        self.skipped: list[str] = []
        """Files with the name of a source that are none: pipes, devices."""
        self._names: dict[str, Names] = {}
        self._exports: dict[str, Exports] = {}
        self._resolved: dict[tuple[str, str], list[Source]] = {}
        self._importers: dict[str, list[tuple[Source, int]]] | None = None
        self._patterns: dict[str, list[str]] | None = None

    def add(self, file: str, name: str) -> Source | None:
        """Read a source, unless it was read already."""
        if name in self.sources:
            return self.sources[name]
        if len(self.sources) >= _MOST_FILES:
            self.is_complete = False
            return None
        source = Source.read(file, name)
        if source is None:
            self.is_complete = False
        else:
            self.sources[name] = source
        return source

    def names(self, source: Source) -> Names:
        """The names of a source."""
        if source.name not in self._names:
            self._names[source.name] = Names(source)
        return self._names[source.name]

    def exports(self, source: Source) -> Exports:
        """What a source exports."""
        if source.name not in self._exports:
            self._exports[source.name] = Exports(self.names(source))
        return self._exports[source.name]

    # --- imports --------------------------------------------------------------------------------------------------

    def resolve(self, source: Source, specifier: str) -> list[Source]:
        """The sources that an import means; more than one where only a guess can be made."""
        key = (source.folder(), specifier)
        if key not in self._resolved:
            self._resolved[key] = self._resolve(source, specifier)
        return self._resolved[key]

    def importers(self, source: Source) -> list[tuple[Source, int]]:
        """The imports that mean a source, as the offsets of their texts."""
        if self._importers is None:
            self._importers = self._find_importers()
        return self._importers.get(source.name, [])

    def load_imports(self) -> None:
        """Read what the sources import, and what that imports."""
        self.importers(next(iter(self.sources.values()))) if self.sources else None

    def _find_importers(self) -> dict[str, list[tuple[Source, int]]]:
        found: dict[str, list[tuple[Source, int]]] = {}
        waiting = list(self.sources.values())
        seen = {source.name for source in waiting}
        while waiting:
            source = waiting.pop()
            for specifier, offset in source.specifiers:
                for module in self.resolve(source, specifier):
                    found.setdefault(module.name, []).append((source, offset))
                    if module.name not in seen:
                        seen.add(module.name)
                        waiting.append(module)
        return found

    def _resolve(self, source: Source, specifier: str) -> list[Source]:
        if specifier.startswith("."):
            return self._relative(source, specifier)
        if specifier.startswith("#"):
            found = [self._file(path) for path in self._own_imports(source, specifier)]
            return [each for each in found if each is not None]
        if specifier.startswith(("@forge/", "node:", "react", "http:", "https:", "/")):
            return []
        return self._alias(specifier)

    def _relative(self, source: Source, specifier: str) -> list[Source]:
        if _ASSET.search(posixpath.basename(specifier)) and posixpath.basename(specifier) not in (".", ".."):
            named = posixpath.normpath(posixpath.join(source.folder(), specifier))
            found = self._file(named)  # `./data.model` is one, too
            return [found] if found is not None else []
        path = posixpath.normpath(posixpath.join(source.folder(), specifier))
        if path.startswith("../") or path == "..":  # outside of the project, where nothing is read
            self.is_complete = False
            return []
        found = self._file(path)  # nothing, if it is generated: such a file hands no bus on
        return [found] if found is not None else []

    def _file(self, path: str) -> Source | None:
        """The source at a path of the project, where its ending may be left out."""
        path = "" if path == "." else path
        stem, ending = posixpath.splitext(path)
        names = [path] if ending in ENDINGS else []
        names += [stem + other for other in _COMPILED.get(ending, ())]
        names += [path + other for other in ENDINGS] if path else []
        names += [f"{path}/index{other}" if path else f"index{other}" for other in ENDINGS]
        for name in names:
            if name in self.sources:
                return self.sources[name]
        for name in names:
            full = os.path.join(self.folder, *name.split("/"))
            if "node_modules" not in name.split("/") and os.path.isfile(full) and not os.path.islink(full):
                return self.add(full, name)
        return None

    def _alias(self, specifier: str) -> list[Source]:
        """``@/lib/bus``, ``src/lib/bus``, ``@acme/shared``: the files whose paths end like this."""
        first, _, rest = specifier.partition("/")
        if not rest:
            return []
        ends = [specifier, rest] if first.startswith(("@", "~")) or first == "src" else [specifier]
        wanted = tuple("/" + end + tail for end in ends for tail in ("", "/index", "/src/index"))
        return [source for name, source in self.sources.items() if ("/" + posixpath.splitext(name)[0]).endswith(wanted)]

    def _own_imports(self, source: Source, specifier: str) -> list[str]:
        """``imports`` of the nearest package.json: the paths that a name beginning with ``#`` means."""
        from bgscript.check.sources.packages import own_imports

        folder = source.folder()
        while True:
            if (imports := own_imports(os.path.join(self.folder, folder))) is not None:
                return [posixpath.normpath(posixpath.join(folder, path)) for path in _mapped(imports, specifier)]
            if not folder:
                return []
            folder = posixpath.dirname(folder)

    # --- exports --------------------------------------------------------------------------------------------------

    def find(self, source: Source, name: str) -> tuple[Source, Export] | None:
        """Where an exported name is made; None if that is not known."""
        seen: set[tuple[str, str]] = set()
        waiting = [(source, name)]
        while waiting:
            here, wanted = waiting.pop()
            if (here.name, wanted) in seen:
                continue
            seen.add((here.name, wanted))
            exports = self.exports(here)
            found = exports.names.get(wanted)
            if found is None:
                if wanted != "default":
                    waiting += [(each, wanted) for star in exports.stars for each in self.resolve(here, star)]
            elif found.specifier and found.imported != "*":
                waiting += [(each, found.imported) for each in self.resolve(here, found.specifier)]
            else:
                return here, found
        return None

    def has(self, source: Source, name: str) -> bool | None:
        """Whether a source exports a name; None if that cannot be known without running it."""
        seen: set[str] = set()
        waiting, is_open = [source], not source.is_known
        while waiting:
            here = waiting.pop()
            if here.name in seen:
                continue
            seen.add(here.name)
            exports = self.exports(here)
            if name in exports.names and (name != "default" or here is source):
                return True
            is_open = is_open or exports.is_open or not here.is_known or name in exports.types
            for star in exports.stars:
                modules = self.resolve(here, star)
                is_open = is_open or not modules
                waiting += modules
        return None if is_open else False


def _mapped(imports: dict[str, Any], specifier: str) -> list[str]:
    for pattern, target in imports.items():
        start, star, end = pattern.partition("*")
        if not star and pattern != specifier:
            continue
        if star and not (specifier.startswith(start) and specifier.endswith(end)):
            continue
        middle = specifier[len(start) : len(specifier) - len(end)] if star else ""
        return [path.replace("*", middle) for path in _paths(target)]
    return []


def _paths(target: Any) -> list[str]:
    """The paths in a target, which may depend on conditions."""
    if isinstance(target, str):
        return [target]
    parts = target.values() if isinstance(target, dict) else target if isinstance(target, list) else ()
    return [part for part in parts if isinstance(part, str)]
