"""The sources of a project, parsed: which events, resolvers, resources and requests they name.

files.py      which files are sources                     packages.py   package.json
source.py     one file and its tree                       grammar.py    tree-sitter, within a budget
names.py      what is declared where, and used            exports.py    what a file exports
modules.py    which file an import means                  meanings.py   constants, as far as they are written out
values.py     what is followed                            flow.py       from the import to each use
calls.py      what a call names                           imports.py    what an import takes
nodes.py      parts of a tree                             reading.py    what was found

A rule may rest on what is missing (nobody sends this event) only if ``Reading.is_known``: whatever leaves what can be
followed, such as a bus that is handed to a library, makes the list in question incomplete.
"""

from __future__ import annotations

import re

from bgscript.check.sources import values
from bgscript.check.sources.files import sources
from bgscript.check.sources.flow import Flow
from bgscript.check.sources.meanings import Meanings
from bgscript.check.sources.modules import Modules
from bgscript.check.sources.reading import Reading, Use
from bgscript.check.sources.source import Exhausted

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from bgscript.check.sources.source import Source

_WORDS = re.compile(
    rb"\b(?:events|invoke|makeInvoke|requestJira|requestConfluence|requestBitbucket|Modal|Frame|asUser|asApp)\b"
    rb"|@forge/resolver|\*\s{0,9}(?:as\b|from\b)|\brequire\s{0,9}\(|\bimport\s{0,9}\(|\bimport\s{1,9}\w{1,50}[\s,]{1,9}"
)
"""A source that imports from Forge without any of them imports nothing that is followed."""
_AP = re.compile(rb"(?<![\w$.])(?:AP|(?:window|self|globalThis|parent)\??\.AP)\b")
_OURS = ("src/platform/", "src/runtime/", "bgscript/")
"""Where a project of bgscript's has what is not its owner's."""
_STORAGE = re.compile(rb"\bstorage\b|@forge/kvs")


def load(folder: str, *, has_pages: bool = False) -> Modules:
    """Find and read the sources of a project."""
    modules = Modules(folder)
    for file, name in sources(folder, has_pages=has_pages, skipped=modules.skipped):
        modules.add(file, name)
    modules.is_complete = modules.is_complete and not modules.skipped
    return modules


def read(modules: Modules, *, is_ours: bool) -> Reading:
    """Follow what the sources import from Forge, and Connect's ``AP``.

    Args:
        modules: the sources.
        is_ours: whether bgscript made the project; then its own functions that call resolvers are known.
    """
    reading = Reading()
    flow = Flow(modules, Meanings(modules), reading, _OURS if is_ours else ())
    modules.load_imports()
    for source in list(modules.sources.values()):
        try:
            _begin(source, flow, modules, is_ours=is_ours)
        except Exhausted:
            reading.is_complete = False
    flow.run()
    reading.is_complete = reading.is_complete and modules.is_complete and _are_known(modules)
    reading.sort()
    return reading


def _begin(source: Source, flow: Flow, modules: Modules, *, is_ours: bool) -> None:
    if b"@forge/" in source.code:
        has_words = _WORDS.search(source.code)
        for specifier, offset in source.specifiers:
            if specifier in values.PACKAGES and has_words:
                flow.imported(source, offset, specifier)
            if specifier in ("@forge/kvs", "@forge/storage") or (
                specifier == values.API and _imports_storage(source, offset)
            ):
                flow.reading.add("stored", Use(specifier, source, offset))
    if b"AP" in source.code and _AP.search(source.code):
        names = modules.names(source)
        for path in names.free("AP"):
            flow.use(source, path, ("AP",))
        for window in ("window", "self", "globalThis", "parent"):
            for path in names.free(window) if window.encode() in source.code else ():
                flow.use(source, path, ("window",))
    if is_ours:
        _begin_ours(source, flow, modules)


def _imports_storage(source: Source, offset: int) -> bool:
    """Whether an import takes ``storage`` out of a package."""
    if not _STORAGE.search(source.code):
        return False
    statement = next((node for node in source.path(offset) if node.type == "import_statement"), None)
    return statement is not None and bool(_STORAGE.search(source.code[statement.start_byte : offset]))


def _begin_ours(source: Source, flow: Flow, modules: Modules) -> None:
    """What only a project of bgscript's has: ``invoke`` for every host, and resolvers as one object."""
    if source.name.startswith(_OURS) and b"invoke" in source.code:
        for name, export in modules.exports(source).names.items():
            if name == "invoke" and export.local:
                flow.exported(source, name, values.INVOKE, is_used=True)
    if source.name == "src/resolvers/index.ts":
        _begin_resolvers(source, flow, modules)


def _begin_resolvers(source: Source, flow: Flow, modules: Modules) -> None:
    export = modules.exports(source).names.get("resolvers")
    for binding in modules.names(source).bindings(export.local)[:1] if export is not None else ():
        found = flow.meanings.keys(source, binding.declaration.child_by_field_name("value"))
        for name, where, offset in found if isinstance(found, list) else ():
            flow.reading.add("defined", Use(name, where, offset))
        if not isinstance(found, list):
            flow.reading.unknown.add("defined")


def _are_known(modules: Modules) -> bool:
    """Whether each source that was looked into could be parsed."""
    return all(source.is_known for source in modules.sources.values() if source.was_parsed)


__all__ = ["Modules", "Reading", "Use", "load", "read"]
