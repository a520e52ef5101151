"""Rules of Connect: the descriptor, and the same modules in a Forge manifest."""

from __future__ import annotations

import re

from bgscript.check.findings import listed, similar
from bgscript.documents.document import Node, Unknown

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from bgscript.check.findings import Collector

SCRIPTS = "jiraBackgroundScripts"
VIEWS = {
    "dashboard": ("jiraDashboardItems",),
    "issue_view": (
        *("webPanels", "jiraIssueGlances", "jiraIssueContexts", "jiraIssueContents", "jiraIssueTabPanels"),
        *("webItems", "webSections"),
    ),
}
"""The modules that can be on the page of each location's script."""
LOCATIONS = tuple(VIEWS)
_KEY = re.compile(r"[a-zA-Z0-9-]{1,100}")
_APP_KEY = re.compile(r"[a-zA-Z0-9-._]{1,90}")
_PARAMETER = re.compile(r"(?<!\{)\{[a-zA-Z][\w.]*\}|\$\{[^}]*\}")
_TEMPLATE = re.compile(r"\{\{.*?\}\}|<%.*?%>|\$\{.*?\}|%\w+%")
_OF_BITBUCKET = {
    *("repoPage", "repoPages", "webPanel", "webPanels_v1", "webItem", "oauthConsumer", "fileViews", "linkers"),
    *("adminPage", "accountPage", "profileTab", "configurePage", "repositoryMainPage"),
}
_SCOPE_OF_BITBUCKET = re.compile(
    r"(?:account|email|issue|pipeline|project|pullrequest|repository|runner|snippet|team|test|webhook|wiki)(?::[a-z]+)?"
)
_OF_CONFLUENCE = re.compile(
    r"confluence|space|dynamicContentMacros|staticContentMacros|blueprints|content|customContent|dialogs$"
)
_TOP = {
    *("key", "name", "description", "baseUrl", "vendor", "links", "apiVersion", "apiMigrations", "authentication"),
    *("lifecycle", "scopes", "modules", "enableLicensing", "translations", "regionBaseUrls", "cloudAppMigration"),
    *("version", "contexts", "capabilities"),
}
_EVENTS = {"installed", "uninstalled", "enabled", "disabled", "dare-migration"}
_PROPERTIES = {
    SCRIPTS: (("key", "location", "url"), {"conditions", "name"}),
    "jiraDashboardItems": (
        ("key", "name", "description", "url", "thumbnailUrl"),
        {"conditions", "configurable", "refreshable"},
    ),
    "webPanels": (
        ("key", "name", "location", "url"),
        {"conditions", "layout", "tooltip", "weight", "params", "cacheable", "supportsNative"},
    ),
}
_I18N = ("name", "description")
_LOCATION = {"type", "shouldReloadOnRefresh"}


def product(root: Node) -> str:
    """The product that a descriptor is for: Jira, unless it says something else."""
    modules = root.get("modules")
    names = {name for name, _ in modules.items()} if modules is not None else set()
    if any(name.startswith("jira") for name in names):
        return "Jira"
    if root.get("contexts") is not None or names & _OF_BITBUCKET:
        return "Bitbucket"
    scopes = {str(scope.value) for scope in root.get("scopes") or ()}
    places = [entry.text("location") for _, kind in (modules.items() if modules is not None else ()) for entry in kind]
    if any(map(_SCOPE_OF_BITBUCKET.fullmatch, scopes)) or any(place.startswith("org.bitbucket.") for place in places):
        return "Bitbucket"
    is_confluence = "SPACE_ADMIN" in scopes or any(_OF_CONFLUENCE.match(name) for name in names)
    return "Confluence" if is_confluence else "Jira"


def check_descriptor(root: Node, report: Collector) -> None:
    """Check a descriptor; ``root`` is a mapping."""
    _top(root, report)
    _lifecycle(root, report)
    modules = root.get("modules")
    if modules is not None:
        check_modules(modules, report)


def check_connect_modules(root: Node, report: Collector) -> None:
    """Check ``connectModules`` of a Forge manifest, which Atlassian's validator does not check."""
    modules = root.get("connectModules")
    if modules is None or not isinstance(modules.value, dict):
        return
    plain = {name.removeprefix("jira:"): node for name, node in modules.items() if name.startswith("jira:")}
    known = _names("jira:")
    for name, node in modules.items():
        if name in known or name.startswith("confluence:"):
            continue
        meant = similar(f"jira:{name.removeprefix('jira:')}", known)
        if meant and (not name.startswith("jira:") or _is_like(name, meant)):
            report.add("BG214", node, f"There is no Connect module `{name}`.", f"Did you mean `{meant}`?")
    check_modules(Node(plain, modules.line, modules.column), report)
    for entry in modules.get("jira:lifecycle") or ():
        for event, node in entry.items():
            if event in _EVENTS:
                _address(event, node, report)


def _is_like(name: str, known: str) -> bool:
    """Whether a name is a known one with a letter or two wrong, and not one of the other modules of Connect."""
    return name.lower().rstrip("s") == known.lower().rstrip("s") or "background" in name.lower()


def _names(prefix: str) -> set[str]:
    return {f"{prefix}{name}" for name in (*_PROPERTIES, "lifecycle")}


def check_modules(modules: Node, report: Collector) -> None:
    """Check scripts and their views."""
    for kind, (required, optional) in _PROPERTIES.items():
        for entry in modules.get(kind) or ():
            if isinstance(entry.value, dict):
                _module(kind, entry, required, {*required, *optional}, report)
    for entry in modules.get(SCRIPTS) or ():
        if isinstance(entry.value, dict):
            _script(entry, modules, report)
    if modules.get(SCRIPTS) is None:
        for name, node in modules.items():
            if similar(name, [SCRIPTS]):
                report.add("BG214", node, f"There is no module `{name}`.", f"Did you mean `{SCRIPTS}`?")


def locations(modules: Node | None) -> list[str]:
    """The locations of the scripts, in lower case."""
    found = modules.get(SCRIPTS) if modules is not None else None
    return [entry.text("location", "type").lower() for entry in found or ()]


# --- the whole ------------------------------------------------------------------------------------------------------


def _top(root: Node, report: Collector) -> None:
    for name in ("key", "baseUrl", "authentication", "modules"):
        if root.get(name) is None:
            report.add("BG301", root, f"The descriptor has no `{name}`.", f"Add `{name}`.")
    for name, node in root.items():
        if name not in _TOP and (meant := similar(name, _TOP)):
            report.add("BG307", node, f"A descriptor has no property `{name}`.", f"Did you mean `{meant}`?")
    key = root.get("key")
    if key is not None and not is_computed(key) and not _APP_KEY.fullmatch(str(key.value)):
        message = f"`{key.value}` is not a valid key of an app."
        report.add("BG306", key, message, "Use letters, digits, `-`, `.` and `_`, at most 90.")


def _lifecycle(root: Node, report: Collector) -> None:
    lifecycle = root.get("lifecycle")
    uses_jwt = root.text("authentication", "type").lower() == "jwt"
    if uses_jwt and (lifecycle is None or lifecycle.get("installed") is None):
        message = "With the authentication `jwt`, the descriptor needs `lifecycle` with `installed`."
        report.add("BG305", lifecycle or root, message, 'Add `"lifecycle": { "installed": "/installed" }`.')
    for event, node in lifecycle.items() if lifecycle is not None else ():
        if event in _EVENTS:
            _address(event, node, report)
        elif meant := similar(event, _EVENTS):
            report.add("BG307", node, f"There is no lifecycle event `{event}`.", f"Did you mean `{meant}`?")


def _address(event: str, node: Node, report: Collector) -> None:
    if is_computed(node):
        return
    if not isinstance(node.value, str) or not node.value.startswith("/") or node.value.startswith("//"):
        message = f"The address of `{event}` must be relative to the base URL."
        report.add("BG305", node, message, f"Write a path such as `/{event}`.")


# --- modules --------------------------------------------------------------------------------------------------------


def _module(kind: str, entry: Node, required: tuple[str, ...], known: set[str], report: Collector) -> None:
    for name in required:
        if name not in entry.value:
            report.add("BG301", entry, f"`{kind}` needs `{name}`.", f"Add `{name}`.")
    for name, node in entry.items():
        if name not in known and (meant := similar(name, known)) and meant not in entry.value:
            report.add("BG307", node, f"`{kind}` has no property `{name}`.", f"Did you mean `{meant}`?")
    for name in _I18N:
        text = entry.get(name)
        if text is not None and not isinstance(text.value, dict) and name in required and not is_computed(text):
            report.add("BG301", text, f"`{name}` must be a mapping with `value`.", 'Write `{ "value": "…" }`.')
    key = entry.get("key")
    if key is not None and not is_computed(key) and not _KEY.fullmatch(str(key.value)):
        message = f"`{key.value}` is not a valid key of a Connect module."
        report.add("BG306", key, message, "Use letters, digits and `-`, at most 100.")


def _script(entry: Node, modules: Node, report: Collector) -> None:
    location = entry.get("location")
    kind = location.get("type") if location is not None else None
    if location is not None and (not isinstance(location.value, dict) or kind is None):
        message = f"The location of a background script must be a mapping with `type`: {listed(LOCATIONS)}."
        report.add("BG303", location, message, f'Write `{{ "type": "{LOCATIONS[0]}" }}`.')
    elif kind is not None and not is_computed(kind):
        _location(entry, kind, modules, report)
    for name, node in location.items() if location is not None else ():
        if name not in _LOCATION and (meant := similar(name, _LOCATION)):
            report.add("BG307", node, f"The location has no property `{name}`.", f"Did you mean `{meant}`?")
    if (url := entry.get("url")) is not None:
        _url(url, report)


def _location(entry: Node, kind: Node, modules: Node, report: Collector) -> None:
    place = str(kind.value).lower()
    if place not in LOCATIONS:
        meant = similar(place.replace("-", "_"), LOCATIONS)
        hint = f"Did you mean `{meant}`?" if meant else f"Write {listed(LOCATIONS)}."
        report.add("BG303", kind, f"`{kind.value}` is not a location of a background script.", hint)
    elif not any(modules.get(view) is not None or modules.get(f"jira:{view}") is not None for view in VIEWS[place]):
        message = f"The background script for `{place}` has no view: no module of this app is on the page beside it."
        report.add("BG228", entry, message, f"Add `{VIEWS[place][0]}`, or remove the script.")


def _url(url: Node, report: Collector) -> None:
    if not isinstance(url.value, str):
        report.add("BG304", url, "`url` must be a path.", "Write a path such as `/background`.")
    elif parameter := _PARAMETER.search(re.sub(r"\{\{.*?\}\}", "", url.value)):
        message = f"The url of a background script takes no context parameters, but has `{parameter[0]}`."
        report.add("BG304", url, message, "Remove it, and read the context in the script: `AP.context.getContext`.")
    elif not is_computed(url) and (not url.value.startswith("/") or url.value.startswith("//")):
        message = "The url of a background script must be relative to the base URL."
        report.add("BG304", url, message, "Write a path such as `/background`.")


def is_computed(node: Node) -> bool:
    """Whether a program fills the value in."""
    return isinstance(node.value, Unknown) or (isinstance(node.value, str) and bool(_TEMPLATE.search(node.value)))
