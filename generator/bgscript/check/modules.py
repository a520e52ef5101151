"""The modules that ``check`` knows: the scripts, their views, and what each of them takes.

The state of Atlassian's validator and reference on 21 November 2026; a test compares it with the validator.
"""

from __future__ import annotations

from bgscript.check import conditions as when
from bgscript.check import values as v
from bgscript.check.findings import listed, similar
from bgscript.documents.document import Node, Unknown

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from bgscript.check.findings import Collector
    from bgscript.check.values import Check


class Module:
    """What a module takes.

    ``strict`` modules refuse other properties. Exactly one of the ``forms`` is needed. ``home`` is the
    page on which script and view meet.
    """

    def __init__(
        self,
        home: str,
        required: dict[str, Check],
        optional: dict[str, Check],
        *,
        is_script: bool = False,
        strict: bool = False,
        forms: tuple[str, ...] = (),
        guests: bool = False,
    ) -> None:
        self.home = home
        self.required = {"key": v.key, **required}
        self.properties = {**self.required, **optional}
        self.is_script = is_script
        self.strict = strict
        self.forms = forms
        self.guests = guests


_RENDER = v.one_of("native", "default")
_SIZE = v.one_of("small", "medium", "large", "xlarge", "max")
_SHOWN = {"resolver": v.callee, "render": _RENDER}
_ENTRY = v.resource_or_entry
_EDIT = v.mapping({}, {"resource": _ENTRY, "render": _RENDER, "function": v.reference}, ("resource", "function"))
_SCRIPT = {**_SHOWN, "displayConditions": when.unchecked}
_CONFLUENCE = when.conditions(when.CONFLUENCE, lists=False)

MODULES = {
    "dashboards:backgroundScript": Module(
        "home dashboard", {"resource": v.resource}, _SHOWN, is_script=True, strict=True
    ),
    "dashboards:widget": Module(
        "home dashboard",
        {"title": v.text(255), "description": v.text(1000), "thumbnail": v.text(255), "resource": v.resource},
        {
            **_SHOWN,
            "edit": v.mapping({"resource": v.resource}, {"render": _RENDER}),
            "aiContext": v.mapping({"data": v.callee}),
        },
        strict=True,
    ),
    "jira:dashboardBackgroundScript": Module("Jira dashboard", {"resource": _ENTRY}, _SCRIPT, is_script=True),
    "jira:dashboardGadget": Module(
        "Jira dashboard",
        {"title": v.title(255, link=True), "description": v.title(1000), "thumbnail": v.text(255)},
        {
            **_SHOWN,
            "resource": _ENTRY,
            "function": v.reference,
            "edit": _EDIT,
            "refreshable": v.flag,
            "connectKeys": v.texts,
            "displayConditions": when.conditions(when.DASHBOARD),
        },
        forms=("resource", "function"),
    ),
    "jira:issueViewBackgroundScript": Module(
        "issue view", {"resource": _ENTRY}, {**_SCRIPT, "shouldReloadOnRefresh": v.flag}, is_script=True
    ),
    "jira:issuePanel": Module(
        "issue view",
        {"title": v.title(255), "icon": v.text(255)},
        {
            **_SHOWN,
            "resource": _ENTRY,
            "function": v.reference,
            "viewportSize": _SIZE,
            "allowMultiple": v.flag,
            "config": v.mapping({"function": v.reference}),
            "resourceUploadId": v.text(255),
            "displayConditions": when.conditions(when.ISSUE),
            "unlicensedAccess": v.unlicensed_in_jira,
        },
        forms=("resource", "function"),
        guests=True,
    ),
    "jira:globalBackgroundScript": Module(
        "pages of Jira",
        {"resource": _ENTRY, "experience": v.experience},
        {**_SCRIPT, "target": v.mapping({"resource": _ENTRY}, {"render": _RENDER})},
        is_script=True,
    ),
    "confluence:backgroundScript": Module(
        "Confluence",
        {},
        {
            **_SHOWN,
            "resource": _ENTRY,
            "function": v.reference,
            "displayConditions": _CONFLUENCE,
            "unlicensedAccess": v.unlicensed,
        },
        is_script=True,
        forms=("resource", "function"),
        guests=True,
    ),
    "confluence:homepageFeed": Module(
        "Confluence",
        {"title": v.title(255)},
        {
            **_SHOWN,
            "resource": _ENTRY,
            "function": v.reference,
            "description": v.anything,  # not in the reference; Atlassian's own example has it
            "viewportSize": _SIZE,
            "resourceUploadId": v.text(255),
            "keyboardShortcut": v.a_mapping,
            "displayConditions": when.unchecked,
        },
        forms=("resource", "function"),
    ),
}
_INTERNAL = {"renderRuntimeType", "resolvedResourceEntry"}

NEIGHBOURS = {
    "home dashboard": ("dashboards:",),
    "Jira dashboard": ("jira:dashboardGadget",),
    "issue view": ("jira:issue",),
    "pages of Jira": ("jira:",),
    "Confluence": ("confluence:", "macro"),
}
"""Beginnings of the modules that can be on the page of a target's script, besides the script."""


def check_module(kind: str, node: Node, report: Collector) -> None:
    """Check one entry of a module."""
    module = MODULES[kind]
    if not isinstance(node.value, dict):
        v.wrong(kind, node, "a list of mappings, each with a `key`", report)
        return
    _check_required(kind, module, node, report)
    for name, value in node.items():
        if name in _INTERNAL or name.endswith("__i18n"):
            message = f"`{name}` is internal to Atlassian and is refused in a manifest."
            report.add("BG215", value, message, f"Remove `{name}`.")
        elif name in module.properties:
            module.properties[name](name, value, report)
        else:
            _unknown(kind, module, name, value, report)


def _check_required(kind: str, module: Module, node: Node, report: Collector) -> None:
    for name in module.required:
        if name not in node.value:
            report.add("BG205", node, f"`{kind}` needs `{name}`.", f"Add `{name}:` to this module.")
    given = [name for name in module.forms if name in node.value]
    if module.forms and not given:
        report.add("BG205", node, f"`{kind}` needs `resource`.", "Add `resource:` with the key of a resource.")
    elif len(given) > 1:
        message = f"`{kind}` takes either {listed(module.forms)}, not both."
        report.add("BG204", node.value[given[1]], message, "Remove one of them.")


def _unknown(kind: str, module: Module, name: str, node: Node, report: Collector) -> None:
    if name == "unlicensedAccess":
        allowed = [other for other, each in MODULES.items() if each.guests]
        message = f"`{kind}` does not take `unlicensedAccess`."
        report.add("BG211", node, message, f"Remove it. Of these modules, only {listed(allowed)} take it.")
        return
    meant = similar(name, module.properties)
    if module.strict:
        hint = f"Did you mean `{meant}`?" if meant else f"Remove it. Atlassian allows {listed(module.properties)}."
        report.add("BG202", node, f"`{kind}` does not take `{name}`.", hint)
    elif meant and meant not in node_names(node):
        message = f"`{kind}` has no property `{name}`; Atlassian ignores it without a message."
        report.add("BG203", node, message, f"Did you mean `{meant}`?")
    else:
        message = f"Atlassian documents no property `{name}` of `{kind}`."
        report.add("BG217", node, message, "Remove it if it has no effect.")


def node_names(node: Node) -> set[str]:
    """The names in a mapping."""
    return set(node.value) if isinstance(node.value, dict) else set()


def entries(root: Node, kind: str) -> list[Node]:
    """The entries of a module in a manifest."""
    found = root.get("modules", kind)
    return [entry for entry in found if isinstance(entry.value, dict)] if found is not None else []


def known(root: Node) -> list[tuple[str, Node]]:
    """All entries of the modules that ``check`` knows, in the manifest's order."""
    modules = root.get("modules")
    names = [name for name, _ in modules.items() if name in MODULES] if modules is not None else []
    return [(name, entry) for name in names for entry in entries(root, name)]


def script_names() -> list[str]:
    """The modules that are background scripts."""
    return [name for name, module in MODULES.items() if module.is_script]


def label(node: Node) -> str:
    """How messages call a module."""
    key = node.get("key")
    return f"`{key.value}`" if key is not None and not isinstance(key.value, Unknown) else "this module"
