"""Rules of a Forge manifest that need nothing but the manifest itself: its sections, the app, its modules."""

from __future__ import annotations

import re

from bgscript.check import references, remotes
from bgscript.check import values as v
from bgscript.check.findings import listed, similar
from bgscript.check.modules import MODULES, check_module, script_names
from bgscript.documents.document import Filled, Node, Unknown, descend

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Callable

    from bgscript.check.findings import Collector

    Rule = Callable[[Node, Collector], None]

_SECTIONS = {
    *("app", "connectModules", "modules", "permissions", "resources", "remotes", "providers", "environment"),
    *("translations", "services", "overrides"),
}
_APP = {
    *("id", "description", "runtime", "compatibility", "access", "licensing", "features", "connect", "storage"),
    "package",
    "name",  # Atlassian's validator warns of it and no more
}
_RUNTIMES = ("nodejs22.x", "nodejs24.x")  # those that lifecycle.yml calls supported
_APP_ID = re.compile(r"ari:cloud:ecosystem::app/\S+")
_VARIABLE = re.compile(r"\$\{([a-zA-Z_][a-zA-Z0-9_]*)\}")
_CORE_NAME = re.compile(r"[a-z]+:\w*background\w*", re.IGNORECASE)


def check_manifest(root: Node, report: Collector) -> None:
    """Run all rules that need only the manifest. ``root`` is a mapping."""
    interpolate(root)
    for rule in _RULES:
        rule(root, report)


def interpolate(root: Node) -> None:
    """Put the defaults of environment variables in, as Forge does; what has none is unknown."""
    variables: dict[str, str | None] = {}
    for item in root.get("environment", "variables") or ():
        name = item.value if isinstance(item.value, str) else item.text("key")
        default = item.get("default")
        variables[name] = str(default.value) if default is not None else None

    def value_of(match: re.Match[str]) -> str:
        found = variables.get(match[1])
        if found is None:
            raise LookupError
        return found

    for node in descend(root):
        if isinstance(node.value, str) and "${" in node.value:
            try:
                node.value = Filled(_VARIABLE.sub(value_of, node.value))
            except LookupError:
                node.value = Unknown(node.value)


# --- the whole ------------------------------------------------------------------------------------------------------


def _sections(root: Node, report: Collector) -> None:
    for name, node in root.items():
        if name not in _SECTIONS:
            meant = similar(name, _SECTIONS)
            hint = f"Did you mean `{meant}`?" if meant else "Remove it, or move it to the section that it belongs to."
            report.add("BG202", node, f"A manifest has no section `{name}`.", hint)
    if root.get("modules") is None and root.get("connectModules") is None:
        report.add("BG201", root, "The manifest has no `modules`.", "Add `modules:` with at least one module.")
    modules = root.get("modules")
    if modules is None:
        return
    if not isinstance(modules.value, dict) or not set(modules.value) - {"function", "endpoint"}:
        hint = "Add a module; with `connectModules` alone, leave `modules:` out."
        report.add("BG201", modules, "`modules` has no module.", hint)


def _app(root: Node, report: Collector) -> None:
    app = root.get("app")
    if app is None or not isinstance(app.value, dict):
        report.add("BG201", app or root, "The manifest has no `app`.", "Add `app:` with `id:` and `runtime:`.")
        return
    for name, node in app.items():
        if name not in _APP:
            meant = similar(name, _APP)
            hint = f"Did you mean `{meant}`?" if meant else "Remove it."
            report.add("BG202", node, f"`app` does not take `{name}`.", hint)
    identity = app.get("id")
    if identity is None:
        report.add("BG201", app, "`app` needs `id`.", "Run `forge register`, which writes it.")
    elif not isinstance(identity.value, Unknown) and not _APP_ID.search(str(identity.value)):
        message = f"`{identity.value}` is not the id of an app."
        report.add("BG204", identity, message, "Run `forge register`, which writes one: ari:cloud:ecosystem::app/…")
    _runtime(app, report)


def _runtime(app: Node, report: Collector) -> None:
    runtime = app.get("runtime")
    if runtime is None or not isinstance(runtime.value, dict):
        hint = f"Add `runtime:` with `name: {_RUNTIMES[-1]}`."
        report.add("BG201", runtime or app, "`app` needs `runtime`.", hint)
        return
    for each, node in runtime.items():
        if each not in ("name", "architecture", "memoryMB"):
            meant = similar(each, ("name", "architecture", "memoryMB"))
            hint = f"Did you mean `{meant}`?" if meant else "Remove it."
            report.add("BG202", node, f"`runtime` does not take `{each}`.", hint)
    if architecture := runtime.get("architecture"):
        v.one_of("x86_64", "arm64")("architecture", architecture, report)
    memory = runtime.get("memoryMB")
    if memory is not None and (isinstance(memory.value, bool) or not isinstance(memory.value, int | float)):
        v.wrong("memoryMB", memory, "a number", report)
    name = runtime.get("name")
    if name is None:
        report.add("BG201", runtime, "`runtime` needs `name`.", f"Add `name: {_RUNTIMES[-1]}`.")
    elif name.value not in _RUNTIMES and not isinstance(name.value, Unknown):
        _other_runtime(name, report)


def _other_runtime(name: Node, report: Collector) -> None:
    from bgscript.template import lifecycle_file  # few need it

    fact = lifecycle_file.read_own()["runtimes"].get(str(name.value))
    hint = f"Write `name: {_RUNTIMES[-1]}`."
    if fact:
        day = lifecycle_file.in_words(fact["since"])
        report.add("BG216", name, f"Atlassian has not supported the runtime `{name.value}` since {day}.", hint)
    else:
        report.add("BG210", name, f"Forge does not run `{name.value}`, or no longer does.", hint)


def _modules(root: Node, report: Collector) -> None:
    modules = root.get("modules")
    for name, node in modules.items() if modules is not None else ():
        if name in MODULES:
            if not isinstance(node.value, list) or not node.value:
                v.wrong(name, node, "a list with at least one module", report)
            for entry in node:
                check_module(name, entry, report)
        elif (name.startswith("dashboards:") and name != "dashboards:filter") or _CORE_NAME.fullmatch(name):
            meant = similar(name, MODULES)
            hint = f"Did you mean `{meant}`?" if meant else f"The scripts are {listed(script_names())}."
            report.add("BG214", node, f"There is no module `{name}`.", hint)
        elif meant := next((known for known in MODULES if known.lower() == name.lower()), ""):
            report.add("BG214", node, f"There is no module `{name}`.", f"Did you mean `{meant}`?")


_RULES: tuple[Rule, ...] = (_sections, _app, _modules, *references.RULES, *remotes.RULES)
