"""What ends when, from the template's lifecycle.yml, and what to do about it."""

from __future__ import annotations

from datetime import date

from bgscript.check.descriptor import SCRIPTS, locations
from bgscript.documents.document import Node
from bgscript.template import lifecycle_file

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from typing import Any

    from bgscript.check.context import Context
    from bgscript.check.findings import Collector

MIGRATE = "bgscript migrate {path} --to {target}"
"""The command that moves a project of bgscript's."""
_CONNECT = (SCRIPTS, "jiraDashboardItems", "webPanels")


class Lifecycle:
    """The template's lifecycle.yml, read once a run."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.modules: dict[str, dict[str, Any]] = facts["modules"]
        self.targets: dict[str, list[str]] = facts["targets"]
        self.successors: dict[str, str] = facts["successors"]
        self.apis: dict[str, dict[str, Any]] = facts["apis"]

    @classmethod
    def read(cls) -> Lifecycle:
        """The facts of the template that this bgscript has."""
        return cls(lifecycle_file.read_own())

    def until(self, module: str) -> str:
        """The day on which a module ends, as ISO 8601; empty for one that is supported."""
        return str(self.modules.get(module, {}).get("until", ""))

    def home(self, module: str) -> str:
        """The first target that has this module; empty for one that no target has."""
        return next((target for target, modules in self.targets.items() if module in modules), "")

    def successor(self, module: str) -> str:
        """The target that takes the place of a module's target."""
        for target, modules in self.targets.items():
            if module in modules and target in self.successors:
                return self.successors[target]
        return ""


def check_ends(context: Context, modules: list[tuple[str, Node]], homes: list[str]) -> list[dict[str, str]]:
    """Note a problem for each module that ends. Returns the modules and their days, for the table."""
    root, path, lifecycle, is_ours = context.root, context.path, context.lifecycle, context.is_ours
    report = context.collector()
    ends = []
    is_connect = False
    for name, node in modules:
        until = lifecycle.until(name)
        if not until:
            continue
        ends.append({"module": name, "date": until})
        if name in _CONNECT:
            if not is_connect:
                _connect(name, node, until, root, path, lifecycle, is_ours, report)
            is_connect = True
            continue
        instead = lifecycle.modules[name].get("replacement", "")
        target = lifecycle.successor(name)
        several = len(homes) > 1 and lifecycle.home(name) in homes
        todo = _leave(path, lifecycle.home(name), target, homes) if several else _what_to_do(path, target, is_ours)
        hint = f"Use `{instead}` instead: {todo}"
        _tell(node, f"`{name}`", until, hint, report)
    return ends


def _connect(
    name: str, node: Node, until: str, root: Node, path: str, lifecycle: Lifecycle, is_ours: bool, report: Collector
) -> None:
    places = locations(root.get("modules")) if root.get("modules", SCRIPTS) is not None else []
    target = "home-dashboard" if "dashboard" in places or name == "jiraDashboardItems" else "jira-issue"
    ends = lifecycle.modules[name].get("ends", "") or f"it ends on {until}"
    hint = f"Move to Forge: {_what_to_do(path, target, is_ours)}"
    report.add("BG602", node, f"Connect ends: {' '.join(ends.split())}.", hint)


def _tell(node: Node, what: str, until: str, hint: str, report: Collector) -> None:
    words = lifecycle_file.in_words(until)
    if date.fromisoformat(until) <= date.today():
        report.add("BG603", node, f"Atlassian removed {what} on {words}.", hint)
    else:
        report.add("BG601", node, f"Atlassian removes {what} on {words}.", hint)


def _leave(path: str, home: str, target: str, homes: list[str]) -> str:
    """What a project does that has other targets beside the one that ends."""
    leave = f"`bgscript remove home {home} {path}` removes this host page"
    if target in homes:
        return f"the app is in {target} too, so {leave} when nobody needs it any more."
    return f"`bgscript add home {target} {path}` puts the app there too, and {leave} later."


def _what_to_do(path: str, target: str, is_ours: bool) -> str:
    if is_ours:
        return f"`{MIGRATE.format(path=path, target=target)}` moves this project."
    return f"`bgscript new NAME --target={target}` makes a project with it, into which you can move your code."
