"""What the sources of a project do: the events and resolvers that they name, as far as names are written out."""

from __future__ import annotations

import os
import re

from bgscript.check.files import BUILT, uses
from bgscript.check.scan import Source
from bgscript.documents.document import Node

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_ENDINGS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".html", ".vue", ".svelte", ".hbs", ".ejs")
_NOT_SOURCES = {"node_modules", "test", "tests", "__tests__", "__mocks__", "preview", "coverage", "vendor", *BUILT}
_IS_TEST = re.compile(r"\.(?:test|spec|stories|d)\.[a-z]+$|\.config\.[a-z]+$|\.min\.js$")
_MOST_FILES = 600


class Use:
    """A name at a place in a source."""

    __slots__ = ("name", "offset", "source")

    def __init__(self, name: str, source: Source, offset: int) -> None:
        self.name = name
        self.source = source
        self.offset = offset


class Reading:
    """What was found in the sources of a project.

    Each list goes with a flag that tells that there are more, whose names are computed or whose files were not read.
    """

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.complete = True
        self.sent: list[Use] = []
        self.heard: list[Use] = []
        self.called: list[Use] = []
        self.defined: list[Use] = []
        self.computed: set[str] = set()
        """Which of ``sent``, ``heard``, ``called`` and ``defined`` are not all known."""


def read(folder: str, root: Node, *, is_ours: bool, is_connect: bool) -> Reading:
    """Read all sources of a project."""
    reading = Reading()
    for path in _files(folder, _NOT_SOURCES - {"public", "lib"} if is_connect else _NOT_SOURCES):
        if len(reading.sources) >= _MOST_FILES:
            reading.complete = False
            break
        source = Source.read(path)
        if source is None:
            reading.complete = False
        elif any(word in source.text for word in _WORDS):
            reading.sources.append(source)
    if not is_connect and not _has_all(folder, root):
        reading.complete = False
    constants = _Constants(reading.sources)
    for source in reading.sources:
        name = os.path.relpath(source.file, folder).replace(os.sep, "/")
        if is_ours and (name.startswith(("src/platform/", "server/")) or name == "src/index.ts"):
            continue  # they pass names on
        _read_events(source, reading, constants, is_ours=is_ours)
        _read_resolvers(source, reading, constants, is_ours=is_ours, name=name)
    return reading


_WORDS = ("events", "channel", "invoke", "esolver", "@forge/", "requestJira", "requestConfluence", "<<<<<<< ")
"""A source without any of them has nothing to look at."""


def _files(folder: str, without: Collection[str] = _NOT_SOURCES) -> Iterator[str]:
    """Sources, without tests and what a build makes. Links are not followed."""
    stack = [(folder, 0)]
    while stack:
        here, level = stack.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.is_symlink():
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in without and level < 12:
                    stack.append((entry.path, level + 1))
            elif entry.name.endswith(_ENDINGS) and not _IS_TEST.search(entry.name):
                yield entry.path


def _has_all(folder: str, root: Node) -> bool:
    """Whether the source of every resource is in the project, as far as can be told."""
    paths = {item.text("key"): item.text("path") for item in root.get("resources") or ()}
    for key, _, _ in uses(root):
        parts = paths.get(key, "").strip("/").split("/")
        built = next((index for index, part in enumerate(parts) if part in BUILT), None)
        if built is None:
            continue
        start = os.path.join(folder, *(parts[:built] or ["src"]))
        if next(iter(_files(start)), None) is None:
            return False
    return True


class _Constants:
    """Constants of all sources that are a text. Each is looked for when it is needed."""

    def __init__(self, sources: list[Source]) -> None:
        self._sources = sources
        self._found: dict[str, str | None] = {}

    def get(self, name: str) -> str | None:
        """What a name stands for; None if it is no constant, or not the same one everywhere."""
        if name and name not in self._found:
            self._found[name] = _constant(name, [source for source in self._sources if name in source.code])
        return self._found.get(name)


def _constant(name: str, sources: list[Source]) -> str | None:
    """The text of a constant; None if the name stands for several things."""
    word = rf"(?<![\w$]){re.escape(name)}(?![\w$])"
    is_text = re.compile(rf"\bconst\s+{word}(?:\s*:\s*\w+)?\s*=\s*(['\"])([^'\"\\\n]*)\1\s*(?:as const)?\s*[;\n,]")
    is_other = re.compile(rf"\b(?:const|let|var|function|class)\s+{word}")
    found: set[str | None] = set()
    for source in sources:
        if texts := [match[2] for match in is_text.finditer(source.code)]:
            found.add(texts[-1])
        elif found and is_other.search(source.blanked):
            found.add(None)
    return found.pop() if len(found) == 1 else None


_EVENT = re.compile(
    r"\b(?:AP\.)?(events|channel|AP\.events)\s*\??\.\s*(emitPublic|emit|onPublic|onceAny|onAny|once|on)\s*(?:<[^()]*>)?\("
)
_OWN_EVENTS = re.compile(r"import[^;]*\bevents\b[^;]*@forge/bridge|\bAP\s*[.?]")
_IMPORT = re.compile(r"\bimport\b[^;'\"]*\bfrom\b")
_HANDS_EVENTS_ON = re.compile(
    r"[=(,:{]\s*(?:AP\.)?events\s*[;,)}\]\n]"
    r"|\bevents\s*\.\s*(?:emit|on)\b(?!\s*[(<])"
)
_TAKES_EVENTS_APART = re.compile(r"\}\s*=\s*(?:AP\.)?events\b")
_CALL = re.compile(r"(?<![\w$.])(invoke|view\.invoke)\s*(?:<[^()]*?>)?\(")
_INVOKE_IMPORT = re.compile(r"import\s*(?:type\s*)?\{([^}]*)\}\s*from\s*(['\"])([^'\"]*)\2")
_DEFINE = re.compile(r"\.\s*define\s*(?:<[^()]*>)?\(")
_MAKE = re.compile(r"\bmakeResolver\s*(?:<[^()]*>)?\(\s*")
_OUR_RESOLVERS = re.compile(r"\bexport\s+const\s+resolvers\b[^=\n]*=\s*(?=\{)")


def _read_events(source: Source, reading: Reading, constants: _Constants, *, is_ours: bool) -> None:
    if "events" not in source.code and "channel" not in source.code:
        return
    if not is_ours and not _OWN_EVENTS.search(source.code):
        return
    if re.search(r"\bevents\s+as\s+\w+", source.code) or _hands_events_on(_IMPORT.sub("", source.blanked)):
        reading.computed |= {"sent", "heard"}  # the bus has another name somewhere
    for match in _EVENT.finditer(source.blanked):
        if match[1] == "channel" and not is_ours:
            continue
        kind = "sent" if match[2].startswith("emit") else "heard"
        if match[2] in ("onAny", "onceAny"):
            reading.computed.add("heard")
            continue
        if match[2].endswith("Public"):
            continue  # other apps
        name = _name_at(source, match.end(), constants)
        if name is None:
            reading.computed.add(kind)
        else:
            getattr(reading, kind).append(Use(name, source, match.start()))


def _hands_events_on(code: str) -> bool:
    """Whether the bus gets another name, or its functions get names of their own: `const { on } = events`."""
    for match in _TAKES_EVENTS_APART.finditer(code):
        if re.search(r"\{.*\b(?:emit|on)\b", code[code.rfind("}", 0, match.start()) + 1 : match.start()], re.DOTALL):
            return True
    return bool(_HANDS_EVENTS_ON.search(code))


def _read_resolvers(source: Source, reading: Reading, constants: _Constants, *, is_ours: bool, name: str) -> None:
    if _imports_invoke(source, reading, is_ours=is_ours):
        for match in _CALL.finditer(source.blanked):
            called = _name_at(source, match.end(), constants)
            if called is None:
                reading.computed.add("called")
            else:
                reading.called.append(Use(called, source, match.start()))
    if "esolver" not in source.code:
        return
    if "@forge/resolver" in source.code or re.search(r"[Rr]esolver\w*\s*\.\s*define\b", source.blanked):
        for match in _DEFINE.finditer(source.blanked):
            defined = _name_at(source, match.end(), constants)
            if defined is None:
                reading.computed.add("defined")
            else:
                reading.defined.append(Use(defined, source, match.start()))
    for pattern in (_MAKE, _OUR_RESOLVERS) if is_ours and name == "src/resolvers/index.ts" else (_MAKE,):
        for match in pattern.finditer(source.blanked):
            names = source.names_in(match.end()) if source.blanked[match.end() : match.end() + 1] == "{" else None
            if names is None:
                reading.computed.add("defined")
            else:
                reading.defined += [Use(each, source, offset) for each, offset in names]


def _imports_invoke(source: Source, reading: Reading, *, is_ours: bool) -> bool:
    if "nvoke" not in source.code and "@forge/bridge" not in source.code:
        return False
    for match in _INVOKE_IMPORT.finditer(source.code):
        names = [part.strip() for part in match[1].split(",")]
        if match[3] != "@forge/bridge" and not (is_ours and match[3].endswith("/platform/resolver")):
            continue
        if any(part.startswith("invoke ") for part in names):  # invoke as something else
            reading.computed.add("called")
        if "invoke" in names:
            if re.search(r"[=(,:{]\s*invoke\s*[;,)}\n]", _IMPORT.sub("", source.blanked)):  # handed on
                reading.computed.add("called")
            return True
    if re.search(r"\bmakeInvoke\b|\*\s*as\s+\w+\s+from\s*['\"]@forge/bridge|require\(['\"]@forge/bridge", source.code):
        reading.computed.add("called")
    return False


def _name_at(source: Source, offset: int, constants: _Constants) -> str | None:
    name = source.argument(offset)
    return name if name is not None else constants.get(source.identifier(offset))
