"""The keys of modules: what people have placed is identified by them, so they stay.

The template makes them of ``app_key``: ``<app_key>-background`` and ``<app_key>-view``; in the targets after the first
one, ``<app_key>-<home>-view``. A key that is not of this form is an answer of its own, in ``keys``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bgscript.importing.facts import Facts
from bgscript.importing.reading import Place, Steps
from bgscript.importing.surfaces import Surface

_APP_KEY = re.compile(r"[a-z][a-z0-9-]{0,49}")
_KEY = re.compile(r"[a-zA-Z0-9_-]{1,100}")
_TAKEN = {"resolver", "remote", "ai-context"}
"""Keys of the template's functions and endpoints."""
_ON_CONNECT = {"issue_view": "issue"}
"""How the template's keys call a location."""


def say_app_key(facts: Facts, surfaces: Sequence[Surface]) -> None:
    """The ``app_key`` that leaves the most keys of a manifest as they are, and the target whose keys do not name it."""
    votes: Counter[str] = Counter()
    plain: dict[str, str] = {}
    for surface in surfaces:
        if surface.home == surface.becomes:
            for app_key, is_plain in _candidates(surface):
                votes[app_key] += 1
                if is_plain:
                    plain.setdefault(app_key, surface.home)
    if not votes:
        return
    app_key = votes.most_common(1)[0][0]
    facts.say("app_key", None, app_key)
    target = surfaces[0].becomes
    if plain.get(app_key, target) != target:
        facts.say("key_home", None, plain[app_key])


def _candidates(surface: Surface) -> Iterator[tuple[str, bool]]:
    """What the keys of a surface could begin with, and whether they leave the target out."""
    modules = [(surface.script, "background"), *((view, "view") for view in surface.views)]
    for module, name in modules:
        key = module.text("key") if module else ""
        for ending in (f"-{surface.home}-{name}", f"-{name}"):
            if key.endswith(ending) and _APP_KEY.fullmatch(start := key.removesuffix(ending)):
                yield start, ending == f"-{name}"
                break


def name_of(view: Place, surface: Surface, app_key: str) -> str:
    """What a view is called, by its key: without the app's and the target's, as far as it has them."""
    key = view.text("key").removeprefix(f"{app_key}-") if app_key else view.text("key")
    return key.removeprefix(f"{surface.home}-")


def say_keys(facts: Facts, surfaces: Sequence[Surface], names: Mapping[Steps, str]) -> None:
    """The keys that the template does not make of the app's, of the modules that stay what they are.

    Args:
        names: what each view is called in the new project.
    """
    said = {fact.question: fact.value for fact in reversed(facts.said)}
    plain_home = said.get("key_home", surfaces[0].becomes if surfaces else "")
    for surface in surfaces:
        for module in surface.modules if surface.home == surface.becomes else ():
            name = "background" if module is surface.script else names.get(module.steps, "")
            place, is_connect = module.get("key"), facts.source.is_connect
            infix = _ON_CONNECT.get(surface.home, surface.home) if is_connect or surface.home != plain_home else ""
            made = "-".join(filter(None, [str(said.get("app_key", "")), infix, name]))
            if not name or place is None or ("app_key" in said and place.value == made):
                continue
            if not _KEY.fullmatch(str(place.value)):
                facts.leave(place, "Atlassian refuses this key, so the template makes one of --app-key.")
            elif place.value in _TAKEN:
                facts.leave(place, "A function or an endpoint of the template has this key.")
            else:
                facts.say("keys", place, part=f"{surface.home}/{name}")
