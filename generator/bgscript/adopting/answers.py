"""What was found and chosen, as answers to the questions of the template, in the shape of a part."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bgscript.adopting.app import App
from bgscript.adopting.chosen import CALL, Choice, Chosen
from bgscript.adopting.homes import Home
from bgscript.adopting.obstacles import Obstacle
from bgscript.adopting.packages import package_at
from bgscript.adopting.views import View
from bgscript.importing.reading import Place
from bgscript.system.errors import nearest
from bgscript.template.names import PART, SHAPE
from bgscript.template.questions import Given, Questionnaire

_BACKGROUND = "background"
_KEY = re.compile(r"[a-z][a-z0-9-]{0,49}")
_FORMS = ("function", "endpoint")


def answers(
    app: App,
    homes: Sequence[Home],
    views: Sequence[View],
    calls: Mapping[str, str],
    chosen: Chosen,
    questions: Questionnaire,
) -> dict[str, Given]:
    """All answers of the part.

    Args:
        app: the app.
        homes: the host pages that get a script.
        views: the views that get a client.
        calls: what each target's script calls, see ``calls_of``.
        chosen: what was chosen.
        questions: those of the template.
    """
    is_custom_ui = any(not view.is_ui_kit for view in views)
    name = _name(app)
    found = {
        SHAPE: PART,
        "target": homes[0].name,
        "also": [home.name for home in homes[1:]],
        "ui": "custom-ui" if is_custom_ui else "ui-kit",
        "app_name": name,
        "app_key": chosen.app_key or _app_key(app, name, [home.name for home in homes], questions),
        **({"owner_views": list(dict.fromkeys(view.folder or "." for view in views))} if is_custom_ui else {}),
        "owner_calls": dict(calls),
        "script_resource": _free(_BACKGROUND, app.keys("resources")),
        "owner_language": "ts" if any(view.is_typescript for view in views) else "js",
    }
    flags = {"target": "--target", "also": "--also", "app_key": "--app-key"}
    return {key: Given(value, flags.get(key, key)) for key, value in found.items()}


def calls_of(app: App, homes: Sequence[Home], chosen: Chosen) -> tuple[dict[str, str], list[Obstacle], list[Choice]]:
    """What each target's script calls: what the view that it pairs with calls, or what somebody chose."""
    known = {key: f"{form}:{key}" for form in reversed(_FORMS) for key in app.keys("modules", form)}
    found: dict[str, str] = {}
    obstacles = list(_unknown_calls(homes, chosen, known))
    choices = []
    for home in homes:
        own = list(dict.fromkeys(filter(None, map(_call, home.views))))
        if home.name in chosen.calls:
            key = chosen.calls[home.name].rpartition(":")[2]
            found |= {home.name: known[key]} if key in known else {}
        elif own:
            found[home.name] = own[0]
            if len(own) > 1 and not chosen.takes_defaults:
                choices.append(_which(home, own))
    return found, obstacles, choices


def _call(view: Place) -> str:
    """The function or the endpoint that answers a view."""
    return next((f"{form}:{key}" for form in _FORMS if (key := view.text("resolver", form))), "")


def _which(home: Home, own: Sequence[str]) -> Choice:
    keys = [call.partition(":")[2] for call in own]
    message = f"The views of {home.name} have several resolvers. Which one does the script call?"
    problem = f"the views of {home.name} have several resolvers: {', '.join(keys)}"
    options = [(key, key) for key in keys]
    return Choice(CALL, home.name, message, problem, f"--call {home.name}={keys[0]}", options, keys[:1])


def _unknown_calls(homes: Sequence[Home], chosen: Chosen, known: Mapping[str, str]) -> Iterator[Obstacle]:
    names = [home.name for home in homes]
    for name, key in chosen.calls.items():
        flag = f"--call {name}={key}"
        if homes and name not in names:
            reason = f"{flag}: no script of {name!r} is added{nearest(name, names)}"
            yield Obstacle(reason, f"name one of {', '.join(names)}")
        elif key.rpartition(":")[2] not in known:
            hint = f"name one of {', '.join(known)}" if known else "the manifest has no function and no endpoint"
            yield Obstacle(f"{flag}: the manifest has no such function or endpoint{nearest(key, list(known))}", hint)


def _name(app: App) -> str:
    """The app's name: as its manifest or its package says, or its folder."""
    for text in (app.root.text("app", "name"), _package_name(app), app.name):
        line = " ".join(text.split())[:100]
        if line and line.isprintable():
            return line
    return "App"


def _package_name(app: App) -> str:
    package = package_at(app.folder, "")
    name = package.data.get("name") if package else None
    return name.rpartition("/")[2] if isinstance(name, str) else ""


def _app_key(app: App, name: str, homes: Sequence[str], questions: Questionnaire) -> str:
    """What the keys of the scripts begin with: derived from the app's name, and free in its manifest."""
    key = questions.render("{% from 'partials/keys.jinja' import key_from %}{{ key_from(name) }}", {"name": name})
    taken = app.module_keys()
    number = 2
    tried = key
    while any(f"{tried}{infix}-{_BACKGROUND}" in taken for infix in ("", *(f"-{home}" for home in homes))):
        tried = f"{key[:46].rstrip('-')}-{number}"
        number += 1
    return tried


def _free(key: str, taken: set[str]) -> str:
    if key not in taken:
        return key
    return next(tried for number in range(2, 1000) if (tried := f"{key}-{number}") not in taken)
