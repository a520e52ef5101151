"""The files that a manifest names: what is at the paths of resources, and which file a handler means."""

from __future__ import annotations

import os
import re

from bgscript.check.findings import similar
from bgscript.check.modules import entries
from bgscript.check.sources.files import BUILT, sources
from bgscript.documents.document import Node, Unknown, descend

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Collector

HANDLER_ENDINGS = ("tsx", "jsx", "ts", "js", "cjs")
_HANDLER = re.compile(r"((?:\w|-)+(?:/(?:\w|-)+)*)\.((?:\w|-)+)")
_SOURCE_ENDINGS = (".tsx", ".jsx", ".ts", ".js", ".mjs", ".cjs")


def check_files(context: Context, report: Collector) -> None:
    """Check the resources of a manifest, and what is at their paths."""
    used = list(uses(context.root))
    for resource in context.root.get("resources") or ():
        key, path = resource.get("key"), resource.get("path")
        _check_entry(resource, key, path, report)
        if key is None or path is None or not _is_path(path):
            continue
        holders = [(holder, kind) for wanted, holder, kind in used if wanted == key.value]
        _check_path(context.folder, resource, path, holders, context.is_ours, report)


def _is_path(node: Node) -> bool:
    return isinstance(node.value, str) and not isinstance(node.value, Unknown) and "\0" not in node.value


# --- resources ------------------------------------------------------------------------------------------------------


def uses(root: Node) -> Iterator[tuple[str, Node, str]]:
    """Every place in the manifest that names a resource: its key, the mapping that names it, and the module's type."""
    for kind, node in (root.get("modules") or Node({}, 1, 1)).items():
        for holder in descend(node):
            if resource := holder.text("resource"):
                yield resource.split("/")[0], holder, kind


def resource_keys(root: Node) -> Iterator[Node]:
    """The keys of all resources that are texts."""
    for resource in root.get("resources") or ():
        key = resource.get("key")
        if key is not None and isinstance(key.value, str) and not isinstance(key.value, Unknown):
            yield key


def mentioned(root: Node) -> set[str]:
    """Resources in texts such as ``icon: resource:main;icon.svg``, wherever in the manifest."""
    texts = (node.value for node in descend(root) if isinstance(node.value, str))
    return {text[len("resource:") :].split(";")[0] for text in texts if text.startswith("resource:")}


def has_all(folder: str, root: Node) -> bool:
    """Whether the source of every resource is in the project, as far as can be known."""
    paths = {item.text("key"): item.text("path") for item in root.get("resources") or ()}
    for key, _, _ in uses(root):
        parts = paths.get(key, "").strip("/").split("/")
        built = next((index for index, part in enumerate(parts) if part in BUILT), None)
        if built is None or "\0" in paths[key]:
            continue
        start = os.path.join(folder, *(parts[:built] or ["src"]))
        if next(iter(sources(start)), None) is None:
            return False
    return True


_PROPERTIES = {"key", "path", "bundler", "entry", "tunnel"}


def _check_entry(resource: Node, key: Node | None, path: Node | None, report: Collector) -> None:
    from bgscript.check import values

    if not isinstance(resource.value, dict):
        values.wrong("resources", resource, "a list of mappings with `key` and `path`", report)
        return
    for name, node in (("key", key), ("path", path)):
        if node is None:
            report.add("BG205", resource, f"A resource needs `{name}`.", f"Add `{name}:`.")
    if key is not None:
        values.short_key("key", key, report)
    if path is not None and not isinstance(path.value, str):
        values.wrong("path", path, "a path", report)
    for name, node in resource.items():
        if name not in _PROPERTIES:
            meant = similar(name, _PROPERTIES)
            hint = f"Did you mean `{meant}`?" if meant else "Remove it."
            report.add("BG202", node, f"A resource does not take `{name}`.", hint)


def _check_path(
    folder: str, resource: Node, path: Node, holders: list[tuple[Node, str]], is_ours: bool, report: Collector
) -> None:
    full = os.path.normpath(os.path.join(folder, path.value))
    entry_only = bool(holders) and all("/" in holder.text("resource") for holder, _ in holders)
    if not os.path.exists(full):
        _missing(folder, path, holders, is_ours, report)
        return
    is_folder = os.path.isdir(full)
    if is_folder and not os.listdir(full):
        report.add("BG224", path, f"The folder `{path.value}` is empty.", "Build the project, or correct the path.")
        return
    for holder, _ in () if entry_only else holders:
        native = holder.text("render") == "native"
        if native and is_folder and resource.get("bundler") is None:
            render = holder.value["render"]
            message = f"`render: native` needs a source file, and `{path.value}` is a folder."
            hint = "Name the source file in the resource's `path`, or remove `render` for a folder that is built."
            report.add("BG221", render, message, hint)
        elif not native and not is_folder:
            message = f"`{path.value}` is a file, so it needs `render: native` here."
            report.add("BG222", holder.value["resource"], message, "Add `render: native`, or name a build folder.")
        elif not native and not os.path.exists(os.path.join(full, "index.html")):
            message = f"The folder `{path.value}` has no index.html."
            report.add("BG224", path, message, "Build the project, or correct the path.")


def _missing(folder: str, path: Node, holders: list[tuple[Node, str]], is_ours: bool, report: Collector) -> None:
    native = any(holder.text("render") == "native" for holder, _ in holders)
    hint = "Correct the path, or create what it names."
    parts = path.value.replace("\\", "/").strip("/").split("/")
    built = next((index for index, part in enumerate(parts) if part in BUILT), None)
    if native or path.value.endswith(_SOURCE_ENDINGS):
        report.add("BG223", path, f"The file `{path.value}` does not exist.", hint)
        for holder, _ in holders:
            if holder.text("render") != "native":
                message = f"`{path.value}` is a source file, so it needs `render: native` here."
                report.add("BG222", holder.value["resource"], message, "Add `render: native`.")
    elif built is None:
        code = "BG233" if not is_ours and _has_build(folder, parts) else "BG223"
        report.add(code, path, f"The folder `{path.value}` does not exist.", hint)
    elif os.path.isdir(os.path.join(folder, *parts[: built + 1])):
        message = f"`{'/'.join(parts[: built + 1])}` exists, but `{path.value}` does not."
        report.add("BG223", path, message, "Correct the path, or build the project again.")
    elif is_ours and parts[0] == "build" and not os.path.isdir(os.path.join(folder, "src", *parts[1:])):
        message = f"Nothing builds `{path.value}`: there is no folder `src/{'/'.join(parts[1:])}`."
        report.add("BG223", path, message, "Correct the path, or create that folder.")
    elif built and not os.path.isdir(os.path.join(folder, *parts[:built])):
        message = f"`{'/'.join(parts[:built])}` does not exist, so nothing builds `{path.value}`."
        report.add("BG223", path, message, hint)


def _has_build(folder: str, parts: list[str]) -> bool:
    """Whether a package on the path has a build, which may make it."""
    for index in range(len(parts), -1, -1):
        try:
            with open(os.path.join(folder, *parts[:index], "package.json"), encoding="utf-8") as stream:
                return '"build' in stream.read(100_000)
        except (OSError, UnicodeDecodeError):
            continue
    return False


# --- handlers -------------------------------------------------------------------------------------------------------


class Handler:
    """The handler of a function.

    ``name`` and ``module`` are its parts, and empty if it has none; ``file`` is the file in the project, empty if there
    is none; ``base`` is the folder in which it has to be, and ``is_built`` says that a build makes that.
    """

    def __init__(self, node: Node, folder: str, base: str) -> None:
        self.node = node
        self.base = base
        self.is_built = base.split("/")[0] in BUILT
        match = _HANDLER.fullmatch(node.value) if isinstance(node.value, str) else None
        self.module, self.name = (match[1], match[2]) if match else ("", "")
        names = [f"{base}/{self.module}.{ending}" for ending in HANDLER_ENDINGS] if match else []
        self.file = next((name for name in names if os.path.exists(os.path.join(folder, name))), "")
        self.path = os.path.join(folder, *self.file.split("/"))


def handlers(root: Node, folder: str) -> Iterator[Handler]:
    """The handlers of all functions, without those that only a deploy knows."""
    base = "src"
    if root.text("app", "package", "bundler") == "manual@2026":
        base = root.text("app", "package", "path").strip("/") or base
    for function in entries(root, "function"):
        node = function.get("handler")
        if node is not None and not isinstance(node.value, Unknown):
            yield Handler(node, folder, base)
