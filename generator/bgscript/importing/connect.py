"""A Connect descriptor as facts."""

import re
from collections.abc import Mapping
from typing import Any

from bgscript.check.descriptor import SCRIPTS
from bgscript.importing import code, keys, views
from bgscript.importing.facts import ITEM, Facts
from bgscript.importing.reading import Place
from bgscript.importing.surfaces import CONNECT, Surface, settle

_APP_KEY = re.compile(r"[a-z][a-z0-9-]{0,49}")
_ADDRESS = re.compile(r"(https://[^/?#\s{}]+)(/[^?#\s{}]*)?")
_SCOPES = ("READ", "WRITE", "DELETE", "PROJECT_ADMIN", "ADMIN", "ACT_AS_USER", "ACCESS_EMAIL_ADDRESSES")
_CONDITIONS = {"user_is_logged_in": "isLoggedIn", "user_is_admin": "isAdmin", "addon_is_licensed": "appIsLicensed"}
"""Conditions of Connect's, and those of Forge's that mean the same."""


def read(facts: Facts, chosen: Mapping[str, Any]) -> bool:
    """Note what a descriptor says; False if it says nothing about a target, and nobody chose one."""
    root = facts.source.root
    for question, name in (("app_name", "name"), ("description", "description")):
        if place := root.get(name):
            facts.say(question, place)
    _base_url(facts, chosen.get("target", CONNECT))
    modules = root.get("modules")
    found = surfaces(modules) if modules else []
    kept = settle(facts, found, chosen) if found else []
    _key(facts, chosen.get("target", CONNECT))
    if not found:
        return "target" in chosen
    for surface in found:
        if surface.script is None:
            facts.assumed.append(
                f"{facts.source.at(surface.first())}: the app has no background script; {surface.home} is assumed"
                f" because of {surface.first().steps[1]}, and the project has one"
            )
    _scopes(facts, str(chosen.get("target", CONNECT)))
    names = views.say(facts, kept)
    keys.say_keys(facts, kept, names)
    code.say(facts, kept, names)
    _own_properties(facts, kept)
    return True


def _base_url(facts: Facts, target: str) -> None:
    """The address of the app's server; of one with a path, the part that the project can have."""
    place = facts.source.root.get("baseUrl")
    if place is None:
        return
    address = _ADDRESS.fullmatch(str(place.value))
    if address is None or not address[2] or target != CONNECT or not facts.accepts("base_url", address[1]):
        facts.say("base_url", place)
        return
    facts.say("base_url", None, address[1])
    part = "a slash at the end" if address[2] == "/" else "a path"
    facts.leave(place, f"The address of the project's server is {address[1]}, without {part}.")


def _key(facts: Facts, target: str) -> None:
    """The app's key. One that cannot name a package too, or that was one on Connect, is an answer of its own."""
    place = facts.source.root.get("key")
    if place is None:
        return
    is_short = bool(_APP_KEY.fullmatch(str(place.value)))
    if target != CONNECT or not is_short:
        facts.say("connect_key", place)
    if is_short:
        facts.say("app_key", place if target == CONNECT else None, place.value)


def _scopes(facts: Facts, target: str) -> None:
    scopes = facts.source.root.get("scopes")
    for place in scopes.children() if scopes else ():
        if target != CONNECT:
            facts.leave(place, "Forge has other scopes, one for each part of the API: add those that the code needs.")
        elif place.value in _SCOPES:
            facts.say("scopes", place, part=ITEM)
        else:
            facts.leave(place, f"It is no scope of Connect's, which are {', '.join(_SCOPES)}.")


def surfaces(modules: Place, prefix: str = "") -> list[Surface]:
    """The scripts by location, each with the views on its page; without any script, the views alone."""
    panels = [
        each
        for each in modules.entries(f"{prefix}webPanels")
        if each.text("location").startswith(("atl.jira.view.issue.", "${", "{{"))
    ]
    shown = {"dashboard": modules.entries(f"{prefix}jiraDashboardItems"), "issue_view": panels}
    found: dict[str, Surface] = {}
    for script in modules.entries(f"{prefix}{SCRIPTS}"):
        location = script.text("location", "type").lower().replace("-", "_")
        if location in shown and location not in found:
            found[location] = Surface(location, script, shown[location])
    if not found:
        return [Surface(location, None, entries) for location, entries in shown.items() if entries]
    return list(found.values())


def _own_properties(facts: Facts, kept: list[Surface]) -> None:
    for surface in kept:
        if surface.script and (place := surface.script.get("location", "shouldReloadOnRefresh")):
            facts.say("reload_on_refresh", place)
    shown = [view for surface in kept if surface.becomes in ("jira-dashboard", "jira-issue") for view in surface.views]
    conditions = [_condition(view) for view in shown]
    if all(conditions):
        views.say_if_alike(facts, "display_condition", conditions, _CONDITIONS)


def _condition(view: Place) -> Place | None:
    """The one condition of a view, if Forge has it too."""
    found = view.entries("conditions")
    if len(found) != 1 or set(found[0].value) != {"condition"}:
        return None
    place = found[0].get("condition")
    return place if place and place.value in _CONDITIONS else None
