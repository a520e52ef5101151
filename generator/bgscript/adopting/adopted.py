"""From an app and what somebody chose to answers, or to everything that prevents a script, together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bgscript.adopting.answers import answers, calls_of
from bgscript.adopting.app import App, open_app
from bgscript.adopting.calls import Calls
from bgscript.adopting.cautions import ViewCalls, cautions
from bgscript.adopting.chosen import CALL, HOMES, Choice, Chosen
from bgscript.adopting.homes import Home, choose, homes_of, left_alone
from bgscript.adopting.left_out import LeftOut, leave_out
from bgscript.adopting.manifest import by_hand, check_form
from bgscript.adopting.obstacles import Obstacle, refuse
from bgscript.adopting.views import View, unknown_sources, views_of
from bgscript.check.engine import Checker
from bgscript.check.findings import Finding
from bgscript.template import lifecycle
from bgscript.template.names import PART_FOLDER
from bgscript.template.questions import Answers, Questionnaire
from bgscript.template.templates import Template

Ask = Callable[[Choice], str | Sequence[str]]
"""Asks somebody for what is open; gives the answer."""


@dataclass(frozen=True)
class Found:
    """What an app is, and what it gets: the facts of a report.

    ``left_out`` are the views that get no client, ``before`` is what ``check`` finds in the app as it is.
    """

    app: App
    homes: Sequence[Home]
    views: Sequence[ViewCalls]
    left_out: Sequence[LeftOut]
    chosen: Chosen
    answers: Answers
    warnings: Sequence[str]
    before: Sequence[Finding]


@dataclass(frozen=True)
class _Facts:
    """What is known of an app with what was chosen so far."""

    all_homes: Sequence[Home]
    homes: Sequence[Home]
    views: Sequence[View]
    left_out: Sequence[LeftOut]
    calls: dict[str, str]
    obstacles: Sequence[Obstacle]
    choices: Sequence[Choice]


def find(
    folder: Path,
    place: Path,
    template: Template,
    chosen: Chosen,
    ask: Ask | None = None,
    *,
    obstacles: Sequence[Obstacle] = (),
    scratch: Path,
) -> Found:
    """Look at an app, and complete what was chosen.

    Args:
        folder: its committed files.
        place: its owner's folder.
        template: the template of the part.
        chosen: what is chosen.
        ask: asks for what is open; without it, that is refused.
        obstacles: what else prevents a script.
        scratch: a folder that need not exist, to render in.

    Raises:
        UsageError: everything that prevents a script, and every answer that is missing.
    """
    app, unreadable = open_app(folder, place)
    if app is None:
        refuse([*obstacles, *unreadable])
        raise AssertionError  # refuse has raised
    facts, chosen = _facts(app, template, chosen), chosen
    while facts.choices and ask and not facts.obstacles:
        chosen = _with(chosen, facts.choices[0], ask(facts.choices[0]))
        facts = _facts(app, template, chosen)
    reasons = check_form(app.text, facts.homes) if facts.homes else []
    others = [*obstacles, *facts.obstacles, *map(_missing, facts.choices)]
    if others:
        later = "adopt prints the lines for it when everything else is settled"
        refuse([*others, *(Obstacle(reason, later) for reason in reasons[:1])])
    questions = Questionnaire(template.root, template.name)
    given = answers(app, facts.homes, facts.views, facts.calls, chosen, questions)
    resolved = questions.resolve(given, place.name)
    if reasons:
        scratch.mkdir()
        refuse(by_hand(reasons, template, resolved, scratch))
    calls = Calls(app)
    found = [ViewCalls(view, calls.of(view)) for view in facts.views]
    before = Checker().check(str(folder)).findings
    left = left_alone(facts.all_homes, facts.homes)
    warnings = [
        *lifecycle.warnings(template, [home.name for home in facts.homes]),
        *cautions(app, left, found, calls, before),
    ]
    return Found(app, facts.homes, found, facts.left_out, chosen, resolved, warnings, before)


def _facts(app: App, template: Template, chosen: Chosen) -> _Facts:
    all_homes = homes_of(app, lifecycle.targets(template))
    homes, obstacles, choices = choose(app, all_homes, chosen)
    unknown = [*unknown_sources(app, homes, chosen)]
    homes, left_out, without = leave_out(app, homes, chosen)
    views, hidden, folders = views_of(app, homes, chosen)
    calls, no_calls, which = calls_of(app, homes, chosen)
    obstacles = [*obstacles, *unknown, *without, *hidden, *no_calls, *_in_the_way(app, views)]
    if homes and not views and not obstacles and not folders:
        obstacles.append(Obstacle("none of the views has a resource", "give a view its front end first"))
    return _Facts(all_homes, homes, views, left_out, calls, obstacles, [*choices, *folders, *which])


def _in_the_way(app: App, views: Sequence[View]) -> list[Obstacle]:
    """Folders of the owner's where the script's and the clients' would be."""
    is_custom_ui = any(not view.is_ui_kit for view in views)
    folders = [*([PART_FOLDER] if is_custom_ui else []), *(view.client for view in views)]
    return [
        Obstacle(f"{folder}/ is there already, where the script's files would be", "rename it, and commit that")
        for folder in dict.fromkeys(folders)
        if app.has(folder)
    ] + [
        Obstacle(f"{name} is there already: another template's", "an app can follow one template")
        for name in (".copier-answers.yml",)
        if app.has(name)
    ]


def _missing(choice: Choice) -> Obstacle:
    how = ", --yes takes the default" if choice.default else ""
    how = f"{how}, --view-source {choice.key}= leaves the view out" if choice.is_optional else how
    return Obstacle(choice.problem, f"there is no terminal to ask on; {choice.flag} answers it{how}")


def _with(chosen: Chosen, choice: Choice, answer: str | Sequence[str]) -> Chosen:
    if choice.about == HOMES:
        return replace(chosen, homes=[answer] if isinstance(answer, str) else list(answer))
    pair = {choice.key: str(answer)}
    if choice.about == CALL:
        return replace(chosen, calls={**chosen.calls, **pair})
    return replace(chosen, sources={**chosen.sources, **pair})
