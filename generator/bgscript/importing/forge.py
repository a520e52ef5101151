"""A Forge manifest as facts."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bgscript.check.descriptor import SCRIPTS
from bgscript.check.modules import MODULES
from bgscript.importing import code, connect, keys, views
from bgscript.importing.facts import ITEM, Facts
from bgscript.importing.reading import Place
from bgscript.importing.surfaces import CONNECT, Surface, settle
from bgscript.template.lifecycle import Target

_TOKENS = {"appUserToken": "user", "appSystemToken": "system"}
_TOKEN_SCOPES = {"read:app-user-token", "read:app-system-token"}
"""The template has them with ``remote_auth``."""
_SCOPE = re.compile(r"[a-z0-9-]+(:[a-z0-9._-]+)+")


def read(facts: Facts, targets: Sequence[Target], chosen: Mapping[str, Any]) -> bool:
    """Note what a manifest says; False if it says nothing about a target, and nobody chose one."""
    root = facts.source.root
    for question, names in (("app_name", ("app", "name")), ("app_id", ("app", "id"))):
        if place := root.get(*names):
            facts.say(question, place)
    if place := root.get("app", "connect", "key"):
        facts.say("connect_key", place)
    found = _surfaces(facts, targets)
    if not found:
        return "target" in chosen
    kept = settle(facts, found, chosen)
    keys.say_app_key(facts, kept)
    called = views.say(facts, kept)
    keys.say_keys(facts, kept, called)
    code.say(facts, kept, called)
    if facts.said and chosen.get("target") != CONNECT:
        _interface(facts, kept)
        _resolver(facts, kept)
        _own_properties(facts, kept)
        _scopes(facts)
    return True


def _surfaces(facts: Facts, targets: Sequence[Target]) -> list[Surface]:
    """The scripts with their views; without a script, the views alone; without these, those of ``connectModules``."""
    root = facts.source.root
    forge = {target.name: [module.name for module in target.modules] for target in targets if target.name != CONNECT}
    kinds = [str(place.steps[-1]) for place in (root.get("modules") or Place(root.node.__class__({}, 1, 1))).children()]
    found = []
    for kind in kinds:
        for home, (script, *shown) in forge.items():
            if kind == script and (scripts := root.entries("modules", script)):
                found.append(Surface(home, scripts[0], _entries(root, shown)))
    if found:
        return found
    used: set[str] = set()
    for home, (script, *shown) in forge.items():
        if (entries := _entries(root, shown)) and not used & set(shown):
            used |= set(shown)
            found.append(Surface(home, None, entries))
            kind = str(entries[0].steps[1])
            facts.assumed.append(
                f"{facts.source.at(entries[0])}: the app has no background script; {home} is assumed because of"
                f" {kind}, and the project has {script}"
            )
    modules = root.get("connectModules")
    if not found and modules and (found := connect.surfaces(modules, "jira:")):
        homes = " and ".join(each.home for each in found)
        facts.assumed.append(f"{facts.source.at(modules)}: the targets are taken from Connect's {SCRIPTS}: {homes}")
    return found


def _entries(root: Place, kinds: Sequence[str]) -> list[Place]:
    return [entry for kind in kinds for entry in root.entries("modules", kind)]


def _interface(facts: Facts, surfaces: Sequence[Surface]) -> None:
    """The first module that says how it is shown decides; the others agree, or are left."""
    modules = [module for surface in surfaces for module in surface.modules]
    for module in modules:
        render = module.get("render")
        if render:
            facts.say("ui", render, "ui-kit" if render.value == "native" else "custom-ui")
    is_old = any(module.get("function") for module in modules)  # UI Kit without resources
    facts.say("ui", None, "ui-kit" if is_old else "custom-ui")


def _resolver(facts: Facts, surfaces: Sequence[Surface]) -> None:
    modules = [module for surface in surfaces for module in surface.modules]
    kind, endpoint = "none", ""
    for module in modules:
        for name in ("function", "endpoint"):
            key = module.text("resolver", name) or (module.text(name) if name == "function" else "")
            if kind == "none" and key:
                kind, endpoint = name, key if name == "endpoint" else ""
    facts.say("resolver", None, kind)
    for entry in facts.source.root.entries("modules", "endpoint"):
        if endpoint and entry.text("key") == endpoint:
            _remote(facts, entry)


def _remote(facts: Facts, endpoint: Place) -> None:
    """The address and the tokens of the remote that an endpoint is on."""
    root = facts.source.root
    remotes = [each for each in root.entries("remotes") if each.text("key") == endpoint.text("remote")]
    for remote in remotes[:1]:
        if url := remote.get("baseUrl"):
            facts.say("remote_url", url)
    for holder in (endpoint, *remotes[:1]):
        for token, name in _TOKENS.items():
            place = holder.get("auth", token, "enabled")
            if place and place.value is True:
                facts.say("remote_auth", place, name, ITEM)


def _scopes(facts: Facts) -> None:
    """A list of names, or a mapping with settings for each, which no answer has."""
    scopes = facts.source.root.get("permissions", "scopes")
    for place in scopes.children() if scopes else ():
        name = place.steps[-1] if isinstance(place.steps[-1], str) else place.value
        if not (isinstance(name, str) and _SCOPE.fullmatch(name)):
            facts.leave(place, "It is no scope of Forge's.")
        elif not facts.accepts("scopes", [name]):
            facts.leave(
                place, "Forge's validator does not know it; if it is new, add it to the project's manifest.yml."
            )
        elif isinstance(place.steps[-1], str) and place.value:
            facts.leave(place, "No answer holds the settings of a scope: copy it to the project's manifest.yml.")
        elif name not in _TOKEN_SCOPES:
            facts.say("scopes", place, name, ITEM)


def _own_properties(facts: Facts, surfaces: Sequence[Surface]) -> None:
    """What only the modules of some targets have. It goes over only where the project has the same module."""
    same = [module for surface in surfaces if surface.home == surface.becomes for module in surface.modules]
    by_kind = [(str(module.steps[1]), module) for module in same]
    for question, name, kind in (
        ("reload_on_refresh", "shouldReloadOnRefresh", "jira:issueViewBackgroundScript"),
        ("experience", "experience", "jira:globalBackgroundScript"),
    ):
        for place in (module.get(name) for each, module in by_kind if each == kind):
            if place:
                facts.say(question, place)
    guests = [module for kind, module in by_kind if MODULES[kind].guests]
    views.say_if_alike(facts, "unlicensed_access", [module.get("unlicensedAccess") for module in guests])
    shown = [module for kind, module in by_kind if kind in _CONDITIONAL]
    conditions = [module.get("displayConditions") for module in shown]
    if all(_is_simple(place) for place in conditions):
        views.say_if_alike(facts, "display_condition", [_condition(place) for place in conditions])
    for kind, module in by_kind:
        if kind == "dashboards:widget" and (place := module.get("aiContext", "data", "function")):
            facts.say("ai_context", place, True)


_CONDITIONAL = ("confluence:backgroundScript", "jira:dashboardGadget", "jira:issuePanel")
"""The modules on which the template writes a condition."""
_CONDITIONS = {"isLoggedIn", "isAdmin", "isSiteAdmin", "appIsLicensed"}


def _is_simple(place: Place | None) -> bool:
    if place is None:
        return True
    found = list(place.children())
    return len(found) == 1 and found[0].steps[-1] in _CONDITIONS and found[0].value is True


def _condition(place: Place | None) -> Place | None:
    return next(place.children()) if place else None
