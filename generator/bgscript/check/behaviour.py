"""Rules about what the sources do: events, resolvers, scopes. All of them are silent when a name is computed."""

from __future__ import annotations

import os
import re

from bgscript.check.document import Node
from bgscript.check.files import BUILT, uses
from bgscript.check.findings import Collector, Spot, similar
from bgscript.check.manifest import scope_names
from bgscript.check.scan import Source

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bgscript.check.findings import Finding

_ENDINGS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".html", ".vue", ".svelte", ".hbs", ".ejs")
_NOT_SOURCES = {"node_modules", "test", "tests", "__tests__", "__mocks__", "preview", "coverage", "vendor", *BUILT}
_IS_TEST = re.compile(r"\.(?:test|spec|stories|d)\.[a-z]+$|\.config\.[a-z]+$|\.min\.js$")
_MOST_FILES = 600
_CONFLICT = re.compile(r"^<<<<<<< .*$(?=.*^=======$.*^>>>>>>> )", re.MULTILINE | re.DOTALL)


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


def check_sources(
    folder: str, root: Node, *, is_ours: bool, is_connect: bool, findings: list[Finding], file: str
) -> None:
    """Read the sources of a project and check them.

    Args:
        folder: the project.
        root: its manifest or descriptor.
        is_ours: whether bgscript made it; then our own files are known.
        is_connect: whether it is a Connect app.
        findings: takes the findings.
        file: the name of the manifest or descriptor.
    """
    reading = read(folder, root, is_ours=is_ours, is_connect=is_connect)
    run = _Run(folder, root, reading, findings, is_connect=is_connect, manifest=file)
    run.conflicts()
    run.events()
    if not is_connect or is_ours:
        run.resolvers()
    if not is_connect:
        run.scopes()


# --- reading --------------------------------------------------------------------------------------------------------


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


# --- rules ----------------------------------------------------------------------------------------------------------


_PRODUCT_EVENT = re.compile(r"[A-Z][A-Z0-9_]*|(?:dialog|inline-dialog|macro|jira|confluence)[.:].*")
_PRODUCTS = {
    "requestJira": ("Jira", re.compile("jira|servicedesk|servicemanagement"), "read:jira-work"),
    "requestConfluence": ("Confluence", re.compile("confluence"), "read:page:confluence"),
    "requestBitbucket": ("Bitbucket", re.compile(":bitbucket$"), "read:repository:bitbucket"),
}
_REQUEST = re.compile(r"(?<![\w$])(requestJira|requestConfluence|requestBitbucket)\s*(?:<[^()]*>)?\(")
_STORAGE = re.compile(r"from\s*['\"]@forge/kvs['\"]|import\s*\{[^}]*\bstorage\b[^}]*\}\s*from\s*['\"]@forge/api['\"]")
_PATHS = (
    (
        re.compile(r"GET /rest/api/[23]/(issue|search|project)\b"),
        r"read:(jira-work|issue.*:jira|project.*:jira)$",
        "read:jira-work",
    ),
    (
        re.compile(r"(POST|PUT|DELETE) /rest/api/[23]/issue\b"),
        r"(write|delete):(jira-work|issue.*:jira|.*:jira)$",
        "write:jira-work",
    ),
    (re.compile(r"GET /rest/api/[23]/(myself|user)\b"), r"read:(jira-user|user.*:jira)$", "read:jira-user"),
    (re.compile(r"GET /wiki/api/v2/spaces\b"), r"read:space:confluence$", "read:space:confluence"),
    (re.compile(r"GET /wiki/api/v2/pages\b"), r"read:page:confluence$", "read:page:confluence"),
    (re.compile(r"(POST|PUT) /wiki/api/v2/pages\b"), r"write:page:confluence$", "write:page:confluence"),
)


class _Run:
    def __init__(
        self, folder: str, root: Node, reading: Reading, findings: list[Finding], *, is_connect: bool, manifest: str
    ) -> None:
        self.folder = folder
        self.root = root
        self.reading = reading
        self.findings = findings
        self.is_connect = is_connect
        self.manifest = manifest

    def add(self, code: str, use: Use, message: str, hint: str) -> None:
        name = os.path.relpath(use.source.file, self.folder).replace(os.sep, "/")
        place = Spot(*use.source.place(use.offset))
        Collector(name, self.findings).add(code, place, message, hint)

    def conflicts(self) -> None:
        for source in self.reading.sources:
            if "<<<<<<< " in source.text and (match := _CONFLICT.search(source.text)):
                use = Use("", source, match.start())
                self.add("BG104", use, "The file has conflict markers of a merge.", "Resolve the conflict.")

    def _is_known(self, kind: str) -> bool:
        return self.reading.complete and kind not in self.reading.computed

    def events(self) -> None:
        reading = self.reading
        sent, heard = {use.name for use in reading.sent}, {use.name for use in reading.heard}
        if self._is_known("sent"):
            for use in _first(reading.heard):
                if use.name not in sent and not _PRODUCT_EVENT.fullmatch(use.name):
                    meant = similar(use.name, sent)
                    hint = f"Did you mean `{meant}`?" if meant else "Send it somewhere, or remove the listener."
                    self.add("BG401", use, f"Nothing in this app sends the event `{use.name}`.", hint)
        if self._is_known("heard"):
            for use in _first(reading.sent):
                if use.name not in heard:
                    meant = similar(use.name, heard)
                    hint = f"Did you mean `{meant}`?" if meant else "Listen to it somewhere, or remove the call."
                    self.add("BG402", use, f"Nothing in this app listens to the event `{use.name}`.", hint)
        self.order()

    def order(self) -> None:
        """A request that is sent before its answer is listened to: the answer can come in between, and is lost."""
        for request in self.reading.sent:
            answers = [
                use
                for use in self.reading.heard
                if use.source is request.source
                and use.offset > request.offset
                and use.source.block(use.offset) == request.source.block(request.offset)
                and self._answers(request, use)
            ]
            if answers:
                message = f"`{request.name}` is sent before the listener for its answer `{answers[0].name}` is there."
                self.add("BG405", request, message, f"Call `on('{answers[0].name}', …)` first, wait for it, then emit.")

    def _answers(self, request: Use, answer: Use) -> bool:
        """Whether another file, where it listens to the request, sends what this one listens to."""
        for listener in self.reading.heard:
            if listener.name != request.name or listener.source is request.source:
                continue
            start = listener.source.blanked.index("(", listener.offset) + 1
            end = _end_of_call(listener.source, start) or start
            body = [use for use in self.reading.sent if use.source is listener.source and start < use.offset < end]
            if any(use.name == answer.name for use in body):
                return True
        return False

    def resolvers(self) -> None:
        reading = self.reading
        defined, called = {use.name for use in reading.defined}, {use.name for use in reading.called}
        if self._is_known("defined") and reading.defined:
            for use in _first(reading.called):
                if use.name not in defined:
                    meant = similar(use.name, defined)
                    hint = f"Did you mean `{meant}`?" if meant else "Define a resolver with this name."
                    self.add("BG403", use, f"There is no resolver `{use.name}`.", hint)
        if self._is_known("called"):
            for use in _first(reading.defined) if reading.called else ():
                if use.name not in called:
                    hint = "Remove it, or call it. Everybody who can see the app can call a resolver."
                    self.add("BG404", use, f"Nothing in this app calls the resolver `{use.name}`.", hint)

    def scopes(self) -> None:
        scopes = scope_names(self.root)
        told = set()
        for source in self.reading.sources:
            if not re.search(r"['\"]@forge/(?:api|bridge|kvs)['\"]|/platform/product['\"]", source.code):
                continue
            for match in _REQUEST.finditer(source.blanked):
                product, pattern, example = _PRODUCTS[match[1]]
                use = Use(match[1], source, match.start())
                if not any(pattern.search(scope) for scope in scopes):
                    if match[1] not in told:
                        told.add(match[1])
                        message = f"`{match[1]}` needs a scope of {product}, and the manifest has none."
                        self.add(
                            "BG406", use, message, f"Add `{example}`, or what the call needs, to `permissions.scopes`."
                        )
                elif wanted := _missing_scope(source, match.end(), scopes):
                    request, scope = wanted
                    self.add(
                        "BG406",
                        use,
                        f"`{request}` needs the scope `{scope}`.",
                        f"Add `{scope}` to `permissions.scopes`.",
                    )
            if (storage := _STORAGE.search(source.code)) and "storage:app" not in scopes:
                message = "The storage of Forge needs the scope `storage:app`."
                if "storage" not in told:
                    told.add("storage")
                    self.add(
                        "BG406", Use("", source, storage.start()), message, "Add `storage:app` to `permissions.scopes`."
                    )


def _first(uses: list[Use]) -> list[Use]:
    """The first use of each name."""
    found: dict[str, Use] = {}
    for use in uses:
        found.setdefault(use.name, use)
    return list(found.values())


def _missing_scope(source: Source, offset: int, scopes: list[str]) -> tuple[str, str] | None:
    """The request of a call and the scope that it lacks, where the request is written out."""
    end = _end_of_call(source, offset)
    match = re.compile(r"\s*(?:route)?\s*(['\"`])([^'\"`$?]*)").match(source.code, offset)
    if not match or end is None:
        return None
    rest = source.code[offset:end]
    method = re.search(r"\bmethod\s*:\s*['\"`](\w+)['\"`]", rest)
    if (re.search(r"\bmethod\b", rest) and not method) or re.search(r",\s*[A-Za-z_$][\w$.]*\s*$|\.\.\.", rest):
        return None  # computed
    request = f"{method[1].upper() if method else 'GET'} {match[2]}"
    for pattern, accepted, scope in _PATHS:
        if pattern.match(request):
            return None if any(re.match(accepted, name) for name in scopes) else (request, scope)
    return None


def _end_of_call(source: Source, offset: int) -> int | None:
    depth = 1
    for index in range(offset, min(len(source.blanked), offset + 5_000)):
        letter = source.blanked[index]
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0:
            return index
    return None
