"""An app's scripts with their views, and which target of the new project each of them gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bgscript.importing.facts import ITEM, Facts
from bgscript.importing.reading import Place

CONNECT = "connect"
_PAGES = {
    **{"home-dashboard": "dashboard", "jira-dashboard": "dashboard", "dashboard": "dashboard"},
    **{"jira-issue": "issue", "jira-global": "issue", "issue_view": "issue", "confluence": "confluence"},
}
"""On which kind of page each target is, and each location of Connect's."""
_HOMES = {"dashboard": "home-dashboard", "issue_view": "jira-issue"}
"""The target on Forge that a location of Connect's gets."""
_LOCATIONS = {"dashboard": "dashboard", "issue": "issue_view"}


@dataclass
class Surface:
    """A script and the views on its page. ``home`` is a target of bgscript's, or a location of Connect's.

    ``becomes`` is the same in the new project; it is empty if the project has no such target.
    """

    home: str
    script: Place | None
    views: list[Place] = field(default_factory=list)
    becomes: str = ""

    @property
    def modules(self) -> list[Place]:
        """The script, then its views."""
        return [*([self.script] if self.script else []), *self.views]

    @property
    def page(self) -> str:
        """The kind of page it is on."""
        return _PAGES.get(self.home, self.home)

    def first(self) -> Place:
        """The module that messages name for it."""
        return self.modules[0]


def settle(facts: Facts, surfaces: Sequence[Surface], chosen: Mapping[str, Any]) -> list[Surface]:
    """Choose a target for each surface; gives those that the new project has, its target first.

    Args:
        facts: takes the answers that follow.
        surfaces: at least one.
        chosen: answers that somebody gave, which override it.
    """
    own = CONNECT if facts.source.is_connect else _on_forge(surfaces[0])
    target = chosen.get("target") or own
    facts.say("target", None, target)
    if target == CONNECT:
        _on_connect(facts, surfaces, chosen)
    else:
        _on_homes(facts, surfaces, target, chosen)
    for surface in surfaces:
        if not surface.becomes:
            for module in surface.modules:
                facts.leave(module, f"The project has no such host page: {_advice(surface, target)}")
    return sorted((each for each in surfaces if each.becomes), key=lambda each: each.becomes != target)


def _on_forge(surface: Surface) -> str:
    return _HOMES.get(surface.home, surface.home)


def _on_connect(facts: Facts, surfaces: Sequence[Surface], chosen: Mapping[str, Any]) -> None:
    allowed = chosen.get("connect_location") or list(_LOCATIONS.values())
    for location in _LOCATIONS.values():
        for surface in surfaces:
            if _LOCATIONS.get(surface.page) == location and location in allowed:
                surface.becomes = location
                place = surface.script.get("location", "type") if surface.script and facts.source.is_connect else None
                facts.say("connect_location", place, location, ITEM)


def _on_homes(facts: Facts, surfaces: Sequence[Surface], target: str, chosen: Mapping[str, Any]) -> None:
    """The target takes the place of the surface for the same target, else for the same kind of page, else of the first.

    The others keep their targets, unless somebody chose which there are.
    """
    fits = [each for each in surfaces if _on_forge(each) == target]
    fits += [each for each in surfaces if each.page == _PAGES.get(target)]
    main = [*fits, *surfaces][0]
    main.becomes = target
    taken = {target}
    for surface in surfaces:
        home = _on_forge(surface)
        if surface is not main and home not in taken and home in chosen.get("also", [home]):
            surface.becomes = home
            taken.add(home)
            facts.say("also", None, home, ITEM)


def _advice(surface: Surface, target: str) -> str:
    if target == CONNECT:
        location = _LOCATIONS.get(surface.page)
        return f"--connect-location={location} takes it." if location else "Connect has no such location."
    return f"--also={_on_forge(surface)} takes it."
