"""Rules about the files that a manifest names: resources and handlers."""

from __future__ import annotations

import os
import re

from bgscript.check.findings import similar
from bgscript.check.modules import MODULES, entries, known, label
from bgscript.check.scan import Source
from bgscript.documents.document import Node, Unknown

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.findings import Collector

BUILT = {"build", "dist", "out", "public", "output", "lib", "target", "bundle"}
"""Names of folders that a build makes, so that a fresh clone does not have them."""
_HANDLER = re.compile(r"((?:\w|-)+(?:/(?:\w|-)+)*)\.((?:\w|-)+)")
_EXTENSIONS = ("tsx", "jsx", "ts", "js", "cjs")
_SOURCE_ENDINGS = (".tsx", ".jsx", ".ts", ".js", ".mjs", ".cjs")


def check_files(root: Node, folder: str, *, is_ours: bool, report: Collector) -> None:
    """Check what the manifest in a folder names. ``is_ours`` tells that bgscript made the project."""
    _resources(root, folder, is_ours, report)
    _shared(root, folder, report)
    _handlers(root, folder, report)


# --- resources ------------------------------------------------------------------------------------------------------


def uses(root: Node) -> Iterator[tuple[str, Node, str]]:
    """Every place in the manifest that names a resource: its key, the mapping that names it, and the module's type."""
    for kind, node in (root.get("modules") or Node({}, 1, 1)).items():
        for entry in node:
            for holder in _holders(entry, 0):
                if resource := holder.text("resource"):
                    yield resource.split("/")[0], holder, kind


def _holders(node: Node, level: int) -> Iterator[Node]:
    if level > 5:
        return
    yield node
    for _, child in node.items():
        for each in (child, *child) if not isinstance(child.value, dict) else (child,):
            if isinstance(each.value, dict):
                yield from _holders(each, level + 1)


def _resources(root: Node, folder: str, is_ours: bool, report: Collector) -> None:
    seen: dict[str, Node] = {}
    used = list(uses(root))
    named = {key for key, _, _ in used} | _mentioned(root)
    for resource in root.get("resources") or ():
        key, path = resource.get("key"), resource.get("path")
        _check_entry(resource, key, path, report)
        if key is not None and isinstance(key.value, str) and not isinstance(key.value, Unknown):
            if key.value in seen:
                message = f"The resource key `{key.value}` is taken on line {seen[key.value].line}."
                report.add("BG208", key, message, "Give one of the two another key.")
            elif key.value not in named:
                message = f"No module uses the resource `{key.value}`."
                report.add("BG227", key, message, "Remove it, or name it in a module.")
            seen.setdefault(key.value, key)
        if key is None or path is None or not isinstance(path.value, str) or isinstance(path.value, Unknown):
            continue
        holders = [(holder, kind) for wanted, holder, kind in used if wanted == key.value]
        _check_path(folder, resource, path, holders, is_ours, report)


def _mentioned(root: Node) -> set[str]:
    """Resources in texts such as ``icon: resource:main;icon.svg``, wherever in the manifest."""
    found = set()
    for _, node in root.items():
        stack = [(node, 0)]
        while stack:
            each, level = stack.pop()
            if isinstance(each.value, str) and each.value.startswith("resource:"):
                found.add(each.value[len("resource:") :].split(";")[0])
            elif isinstance(each.value, (dict, list)) and level < 12:
                children = each.value.values() if isinstance(each.value, dict) else each.value
                stack += [(child, level + 1) for child in children]
    return found


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
    """Whether a package on the way to a path has a build, which may make it."""
    for index in range(len(parts), -1, -1):
        try:
            with open(os.path.join(folder, *parts[:index], "package.json"), encoding="utf-8") as stream:
                return '"build' in stream.read(100_000)
        except (OSError, UnicodeDecodeError):
            continue
    return False


_TELLS_APART = re.compile(r"moduleKey|[uU]seProductContext|getContext|extension\s*[?.]|moduleType")


def _shared(root: Node, folder: str, report: Collector) -> None:
    """One resource for the script and a view. Sources that ask the host which module they are in may share one."""
    found = known(root)
    scripts = {entry.text("resource"): entry for kind, entry in found if MODULES[kind].is_script}
    paths = {item.text("key"): item.text("path") for item in root.get("resources") or ()}
    for kind, entry in found:
        for holder in (entry, entry.get("edit")) if not MODULES[kind].is_script else ():
            resource = holder.text("resource") if holder is not None else ""
            if (
                holder is None
                or not resource
                or resource not in scripts
                or _tells_apart(folder, paths.get(resource, ""))
            ):
                continue
            message = f"The script {label(scripts[resource])} has the same resource, so the same code runs in both."
            report.add("BG226", holder.value["resource"], message, "Give the script and the view a resource each.")


def _tells_apart(folder: str, path: str) -> bool:
    parts = path.strip("/").split("/")
    start = os.path.join(folder, *parts)
    if os.path.isfile(start):
        candidates = [start]
    else:
        built = next((index for index, part in enumerate(parts) if part in BUILT), len(parts))
        source = os.path.join(folder, *parts[:built], "src")
        names = [f"{name}{ending}" for name in ("index", "main", "App", "app") for ending in _SOURCE_ENDINGS]
        candidates = [file for name in names if os.path.isfile(file := os.path.join(source, name))]
        if not candidates:
            return not os.path.isdir(os.path.join(folder, "src", *parts[built + 1 :]))  # its sources are not known
    sources = map(Source.read, candidates)
    return any(source is not None and _TELLS_APART.search(source.code) for source in sources)


# --- handlers -------------------------------------------------------------------------------------------------------


def _handlers(root: Node, folder: str, report: Collector) -> None:
    base = "src"
    if root.text("app", "package", "bundler") == "manual@2026":
        base = root.text("app", "package", "path") or base
    for function in entries(root, "function"):
        node = function.get("handler")
        if node is None or isinstance(node.value, Unknown):
            continue
        match = _HANDLER.fullmatch(node.value) if isinstance(node.value, str) else None
        if not match:
            message = f"The handler `{node.value}` must be a file and an export of it."
            report.add("BG231", node, message, "Write `file.export`, as in `index.handler` for src/index.ts.")
            continue
        candidates = [os.path.join(folder, base, f"{match[1]}.{ending}") for ending in _EXTENSIONS]
        file = next(filter(os.path.exists, candidates), "")
        if not file:
            message = f"There is no file `{base}/{match[1]}` with one of the endings {', '.join(_EXTENSIONS)}."
            hint = "Correct the handler, or create the file."
            if built := base.split("/")[0] in BUILT:
                hint = "Build the project, or correct the handler."
            report.add(
                "BG231", node, message, hint, "note" if built and not os.path.isdir(os.path.join(folder, base)) else ""
            )
        elif _exports(file, match[2]) is False:
            name = os.path.relpath(file, folder)
            message = f"`{name}` does not export `{match[2]}`."
            report.add("BG232", node, message, f"Export `{match[2]}` there, or correct the handler.")


def _exports(file: str, name: str) -> bool | None:
    """Whether a file exports a name; None if that cannot be told without running it."""
    source = Source.read(file)
    if source is None:
        return None
    code = source.blanked
    if re.search(
        r"\bexport\s*\*|\bmodule\.exports\b(?!\.)|\brequire\(|\bObject\.defineProperty\(\s*exports|__export", code
    ):
        return None
    word = re.escape(name)
    if re.search(rf"\bexport\s+(?:declare\s+)?(?:async\s+)?(?:const|let|var|function\s*\*?|class)\s*{word}\b", code):
        return True
    if re.search(rf"\bexports\.{word}\s*=", code):
        return True
    for clause in re.findall(r"\bexport\s*\{([^}]*)\}", code):
        names = [part.split(" as ")[-1].strip() for part in re.sub(r"\s+", " ", clause).split(",")]
        if name in names:
            return True
    if re.search(r"\bexport\s+(?:const|let|var)\s*[{\[]", code):  # destructured
        return None
    return name == "default" and bool(re.search(r"\bexport\s+default\b", code))
