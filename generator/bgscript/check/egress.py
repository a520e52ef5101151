"""Addresses that an app calls or shows, and those that its manifest allows."""

from __future__ import annotations

import re

from bgscript.check.files import handlers
from bgscript.check.findings import Spot
from bgscript.check.sources.exports import plain
from bgscript.check.sources.files import BUILT
from bgscript.check.sources.meanings import Meanings
from bgscript.check.sources.source import Exhausted, field, words
from bgscript.documents.document import Node, Unknown

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node as TreeNode

    from bgscript.check.context import Context
    from bgscript.check.sources import Modules
    from bgscript.check.sources.source import Path, Source

_CALL = re.compile(rb"(?<![\w$])fetch\s{0,9}\(")
_PICTURE = re.compile(rb"\bsrc\s{0,9}=\s{0,9}\{?\s{0,9}['\"`]https://")
_ADDRESS = re.compile(r"https://((?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,})(?::\d+)?(?:[/?#]|$)")
_OF_ATLASSIAN = re.compile(r"(?:.*\.)?(?:atlassian\.(?:com|net)|atl-paas\.net|jira\.com|bitbucket\.org)$")
_PICTURES = ("secure.gravatar.com", "images.unsplash.com")
"""Forge allows pictures of these without a permission (package @forge/csp)."""


class Address:
    """An address in a source. ``kind`` is ``fetch`` or ``images``; ``section`` is where the manifest has it."""

    def __init__(self, host: str, path: str, kind: str, section: str, place: Spot) -> None:
        self.host = host
        self.path = path
        self.kind = kind
        self.section = section
        self.place = place

    @property
    def purpose(self) -> str:
        """What is blocked."""
        return "calls" if self.kind == "fetch" else "pictures"


class Allowed:
    """The addresses of ``permissions.external``."""

    def __init__(self, root: Node) -> None:
        external = root.get("permissions", "external")
        self._hosts: dict[str, list[str]] = {"fetch": [], "images": []}
        self._is_open = external is not None and external.get("configurable") is not None
        remotes = {remote.text("key"): remote for remote in root.get("remotes") or ()}
        for section in ("backend", "client"):
            for item in (external.get("fetch", section) if external is not None else None) or ():
                self._add("fetch", item, remotes)
        for item in (external.get("images") if external is not None else None) or ():
            self._add("images", item, remotes)
        if root.get("providers") is not None:
            self._is_open = True  # a provider brings its remotes

    def _add(self, kind: str, item: Node, remotes: dict[str, Node]) -> None:
        if item.text("remote"):
            remote = remotes.get(item.text("remote"))
            item = (remote.get("baseUrl") if remote is not None else None) or item
        node = item.get("address") or item
        if isinstance(node.value, Unknown) or not isinstance(node.value, str):
            self._is_open = True
            return
        self._hosts[kind].append(re.sub(r"^[a-z]+://", "", node.value.strip()).split("/")[0].split(":")[0].lower())

    def has(self, address: Address) -> bool:
        """Whether an address is allowed, or that cannot be known."""
        host = address.host.lower()
        if self._is_open or _OF_ATLASSIAN.fullmatch(host):
            return True
        if address.kind == "images" and host in _PICTURES:
            return True
        return any(_matches(pattern, host) for pattern in self._hosts[address.kind])


def _matches(pattern: str, host: str) -> bool:
    if pattern == "*":
        return True
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def addresses(context: Context) -> Iterator[Address]:
    """The addresses that are written out in what Forge runs: functions, and the sources of resources."""
    candidates = [
        source
        for source in context.modules.sources.values()
        if not source.is_page and (_CALL.search(source.code) or _PICTURE.search(source.code))
    ]
    if not any(b"https://" in source.code for source in context.modules.sources.values()):
        return
    functions, fronts = _running(context) if candidates else (set(), set())
    for source in candidates:
        try:
            if source.name in functions or source.name in fronts:
                section = "fetch.backend" if source.name in functions else "fetch.client"
                yield from _calls(source, context.modules, section)
            if source.name in fronts:
                yield from _pictures(source)
        except Exhausted:
            continue


def _text(meanings: Meanings, source: Source, node: TreeNode | None) -> str:
    """The beginning of a text that is written out, here or in a constant."""
    meaning = meanings.of(source, node)
    if meaning is None or meaning.node is None or meaning.node.type not in ("string", "template_string"):
        return ""
    found = meanings.text(meaning.source, meaning.node)
    return next(iter(found)) if isinstance(found, frozenset) else words(meaning.node)[1:-1]


def _calls(source: Source, modules: Modules, section: str) -> Iterator[Address]:
    meanings = Meanings(modules)
    for match in _CALL.finditer(source.code):
        path = source.path(match.start())
        call = next((node for node in reversed(path[-4:]) if node.type == "call_expression"), None)
        arguments = field(call, "arguments") if call is not None else None
        if call is None or arguments is None or not arguments.named_children or not _is_fetch(source, modules, path):
            continue
        text = _text(meanings, source, arguments.named_children[0])
        if found := _ADDRESS.match(text):
            yield Address(found[1], text, "fetch", section, Spot(*source.place(call.start_byte), file=source.name))


def _is_fetch(source: Source, modules: Modules, path: Path) -> bool:
    """Whether a name is the global function, the window's, or that of ``@forge/api``."""
    leaf, parent = path[-1], path[-2]
    if leaf.type == "property_identifier":
        holder = words(field(parent, "object"))
        if holder in ("window", "globalThis", "self"):
            return True
        binding = modules.names(source).at(holder, leaf.start_byte) if holder.isidentifier() else None
    else:
        binding = modules.names(source).at("fetch", leaf.start_byte)
        if binding is None:
            return leaf.type == "identifier"
    statement = next((node for node in (binding.path if binding else ()) if node.type == "import_statement"), None)
    return statement is not None and plain(field(statement, "source")) == "@forge/api"


def _pictures(source: Source) -> Iterator[Address]:
    for match in _PICTURE.finditer(source.code):
        path = source.path(match.start())
        at = next((i for i in range(len(path) - 1, 0, -1) if path[i].type == "jsx_attribute"), 0)
        if not at or words(field(path[at - 1], "name")) not in ("img", "Image"):
            continue
        value = path[at].named_child(1)
        inner = value.named_child(0) if value is not None and value.type == "jsx_expression" else value
        text = plain(inner) or words(inner)[1:]
        if found := _ADDRESS.match(text):
            place = Spot(*source.place(path[at].start_byte), file=source.name)
            yield Address(found[1], text, "images", "images", place)


def _running(context: Context) -> tuple[set[str], set[str]]:
    """The names of the sources that functions run, and of those that resources show."""
    modules = context.modules
    starts = [handler.file for handler in handlers(context.root, context.folder) if handler.file]
    functions = _reached(modules, [name for name in starts if name in modules.sources])
    fronts: set[str] = set()
    for resource in context.root.get("resources") or ():
        path = resource.text("path").strip("/")
        if path in modules.sources:
            fronts |= _reached(modules, [path])
        elif path:
            fronts |= _reached(modules, _of_package(context, path, functions))
    return functions, fronts


def _of_package(context: Context, path: str, functions: set[str]) -> list[str]:
    """The sources that a build makes a resource of: those of its package, or of its folder in src/."""
    parts = path.split("/")
    built = next((index for index, part in enumerate(parts) if part in BUILT), len(parts))
    package = "/".join([*parts[:built], "src", ""]) if built else "/".join(["src", *parts[1:], ""])
    names = [name for name in context.modules.sources if name.startswith(package)]
    return [name for name in names if name not in functions]


def _reached(modules: Modules, starts: list[str]) -> set[str]:
    found = set(starts)
    waiting = list(starts)
    while waiting:
        source = modules.sources[waiting.pop()]
        for specifier, _ in source.specifiers:
            for module in modules.resolve(source, specifier):
                if module.name not in found:
                    found.add(module.name)
                    waiting.append(module.name)
    return found
