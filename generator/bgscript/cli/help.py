"""The part of ``bgscript new --help`` about a template's questions: with defaults, grouped by target."""

import argparse
from collections.abc import Sequence

from bgscript.template.questions import Given, Questionnaire

EXAMPLES = """\
examples:
  bgscript new                                            ask for everything
  bgscript new team-pulse --yes --target=confluence       ask for nothing
  bgscript new team-pulse --from ../old/manifest.yml      take what an existing app says
"""

_AXIS = "target"
"""The question that decides which others apply."""


def describe(parser: argparse.ArgumentParser, questionnaire: Questionnaire, actions: Sequence[argparse.Action]) -> None:
    """Sort the flags for questions into groups, and give each its question and default."""
    by_name = dict(zip((question.name for question in questionnaire), actions, strict=True))
    context = {answer.question.name: answer.value for answer in questionnaire.evaluate({}, "app")}
    groups: dict[str, list[argparse.Action]] = {}
    for question in questionnaire:
        action = by_name[question.name]
        text = questionnaire.render(question.help, context)
        action.help = f"{text}{_default(context[question.name])}".replace("%", "%%")
        groups.setdefault(_asked_for(questionnaire, question.name), []).append(action)
    for action in actions:
        parser._optionals._group_actions.remove(action)
    for title, members in groups.items():
        group = parser.add_argument_group(title)
        group._group_actions.extend(members)


def _default(value: object) -> str:
    shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value or ""
    text = ",".join(map(str, shown)) if isinstance(shown, list) else str(shown)
    return f" (default: {text or 'none'})"


def _asked_for(questionnaire: Questionnaire, name: str) -> str:
    axis = next((question for question in questionnaire if question.name == _AXIS and question.choices), None)
    if axis is None:
        return "answers"
    values = [value for value in axis.values if _applies(questionnaire, name, value)]
    if len(values) == len(axis.values):
        return f"answers for every {_AXIS}"
    return f"answers for {', '.join(values)}" if values else "answers that depend on other answers"


def _applies(questionnaire: Questionnaire, name: str, value: str) -> bool:
    answers = questionnaire.evaluate({_AXIS: Given(value, _AXIS)}, "app")
    return any(answer.question.name == name and answer.applies for answer in answers)
