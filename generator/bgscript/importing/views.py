"""What scripts and views say, on both platforms: titles, additional views, descriptions."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bgscript.importing import keys
from bgscript.importing.facts import Facts
from bgscript.importing.reading import Place, Steps
from bgscript.importing.surfaces import Surface

_NAME = re.compile(r"[a-z][a-z0-9-]{0,22}")
_TAKEN = {"background", "edit", "view"}


def say(facts: Facts, surfaces: Sequence[Surface]) -> dict[Steps, str]:
    """The first view's title, and the additional views by name. All host pages have the same views: the target's.

    Gives the names.
    """
    app_key = next((str(fact.value) for fact in facts.said if fact.question == "app_key"), "")
    names: list[str] = []
    named: dict[Steps, str] = {}
    for surface in surfaces:
        shown = _first_first(surface, app_key)
        for index, view in enumerate(shown):
            if index >= len(names) and (surface is not surfaces[0] and names):
                reason = "The views of all host pages are the same; `bgscript add view` adds one to each."
                facts.leave(view, reason)
            else:
                if index >= len(names):
                    name = keys.name_of(view, surface, app_key)
                    names.append(_name(facts, name, names))
                named[view.steps] = names[index]
                _say_view(facts, view, names[index])
    return named


def _first_first(surface: Surface, app_key: str) -> list[Place]:
    """The views, that one first whose key says that it is the first."""
    return sorted(surface.views, key=lambda view: keys.name_of(view, surface, app_key) != "view")


def _name(facts: Facts, name: str, names: Sequence[str]) -> str:
    """A view's name: its own, if it can be one."""
    if not names:
        return "view"
    is_free = _NAME.fullmatch(name) and name not in _TAKEN and name not in names
    return name if is_free and facts.accepts("views", {name: "Title"}) else f"view-{len(names) + 1}"


def _say_view(facts: Facts, view: Place, name: str) -> None:
    for place, is_title in ((_text(facts, view, "title", "name"), True), (_text(facts, view, "description"), False)):
        if place and not is_title:
            facts.say("description", place)
        elif place and name == "view":
            facts.say("view_title", place)
        elif place:
            facts.say("views", place, part=name)
    if name != "view" and not any(fact.question == "views" and fact.part == name for fact in facts.said):
        facts.say("views", None, name.replace("-", " ").capitalize(), name)


def _text(facts: Facts, view: Place, *names: str) -> Place | None:
    """A text of a view's: itself on Forge, a mapping with it on Connect."""
    for name in names:
        place = view.get(name)
        if place and isinstance(place.value, dict):
            if value := place.get("value"):
                return value
            facts.leave(place, "It is translated; --view-title and --description take one language.")
            return None
        if place:
            return place
    return None


def say_if_alike(
    facts: Facts, question: str, places: Sequence[Place | None], words: Mapping[str, str] | None = None
) -> None:
    """Note an answer that holds for several modules, if all of them say the same; else leave what they say.

    Args:
        places: a mapping's name or a value, of each module that the answer holds for.
        words: the answer for each value; by default the name, or the value itself.
    """
    values: list[Any] = [_value(place, words) for place in places]
    for place in places:
        if place and all(value == values[0] for value in values):
            facts.say(question, place, values[0])
        elif place:
            facts.leave(place, "The modules differ in it, and the project has one answer for all of them.")


def _value(place: Place | None, words: Mapping[str, str] | None) -> Any:
    if place is None:
        return None
    if words:
        return words[str(place.value)]
    return [each.value for each in place.children()] if isinstance(place.value, list) else place.steps[-1]
