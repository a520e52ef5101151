"""Rules of a Forge manifest about keys: unique, and defined where another part names them; scripts and their views."""

from __future__ import annotations

from bgscript.check import values as v
from bgscript.check.findings import listed, similar
from bgscript.check.modules import MODULES, NEIGHBOURS, entries, known, script_names
from bgscript.documents.document import Node, Unknown

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from bgscript.check.findings import Collector


def _functions(root: Node, report: Collector) -> None:
    for entry in entries(root, "function"):
        key = entry.get("key")
        if key is None:
            report.add("BG205", entry, "A function needs `key`.", "Add `key:`.")
        else:
            v.short_key("key", key, report)
        if entry.get("handler") is None:
            report.add("BG205", entry, "A function needs `handler`.", "Add `handler: file.export`.")
        for name, node in entry.items():
            if name not in _FUNCTION:
                meant = similar(name, _FUNCTION)
                hint = f"Did you mean `{meant}`?" if meant else "Remove it."
                report.add("BG202", node, f"A function does not take `{name}`.", hint)


_FUNCTION = {
    *("key", "handler", "cleanup", "outboundAuthContainerId", "functions", "providers", "timeoutSeconds"),
    "runtime",
}


def _references(root: Node, report: Collector) -> None:
    defined = {kind: [entry.text("key") for entry in entries(root, kind)] for kind in ("function", "endpoint")}
    defined["resource"] = [resource.text("key") for resource in root.get("resources") or ()]
    for _, entry in known(root):
        for holder in (entry, *(child for _, child in entry.items() if isinstance(child.value, dict))):
            for kind in ("function", "endpoint", "resource"):
                _reference(kind, holder, defined[kind], report)
        ai = entry.get("aiContext", "data")
        if ai is not None:
            _reference("function", ai, defined["function"], report)
            _reference("endpoint", ai, defined["endpoint"], report)


def _reference(kind: str, holder: Node, defined: list[str], report: Collector) -> None:
    node = holder.get(kind)
    if node is None or not isinstance(node.value, str) or isinstance(node.value, Unknown):
        return
    wanted = node.value.split("/")[0] if kind == "resource" else node.value
    if wanted not in defined:
        meant = similar(wanted, filter(None, defined))
        where = "to `resources`" if kind == "resource" else f"to `{kind}` of `modules`"
        hint = (
            f"Did you mean `{meant}`?"
            if meant
            else f"Add {'a' if kind != 'endpoint' else 'an'} {kind} with this key {where}."
        )
        report.add("BG209", node, f"There is no {kind} with the key `{wanted}`.", hint)


def _pairs(root: Node, report: Collector) -> None:
    """Scripts without views, and views without scripts."""
    found = known(root)
    kinds = [name for name, _ in (root.get("modules") or Node({}, 1, 1)).items()]
    scripts = [(kind, entry) for kind, entry in found if MODULES[kind].is_script]
    for kind, entry in scripts:
        home = MODULES[kind].home
        others = [other for other in kinds if other not in MODULES or not MODULES[other].is_script]
        if not any(other.startswith(NEIGHBOURS[home]) for other in others):
            message = f"`{kind}` has no view: no module of this app is on the {home} beside it."
            report.add("BG228", entry, message, f"Add {listed(_views(home))}, or remove the script.")
    for kind, entry in found:
        if MODULES[kind].is_script:
            continue
        homes = {MODULES[script].home for script, _ in scripts}
        if scripts and MODULES[kind].home not in homes and "pages of Jira" not in homes:
            message = f"This app has a background script, but none on the page of `{kind}`."
            script = next(name for name in script_names() if MODULES[name].home == MODULES[kind].home)
            report.add("BG229", entry, message, f"Add `{script}` if this view is to share its data.")


def _views(home: str) -> list[str]:
    views = [name for name, module in MODULES.items() if module.home == home and not module.is_script]
    return views or ["jira:issuePanel"]


RULES = (_functions, _references, _pairs)
