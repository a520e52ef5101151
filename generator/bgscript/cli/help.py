"""The part of ``bgscript new --help`` about a template's questions: with defaults, grouped by target."""

import argparse
from collections.abc import Mapping

from bgscript.template.questions import Given, Questionnaire

EXAMPLES = """\
examples:
  bgscript new                                            ask for everything
  bgscript new team-pulse --yes --target=confluence       ask for nothing
  bgscript new team-pulse --from ../old/manifest.yml      take what an existing app says
"""

_AXIS = "target"
"""The question that decides which others apply."""


def describe(
    parser: argparse.ArgumentParser, questionnaire: Questionnaire, actions: Mapping[str, argparse.Action]
) -> None:
    """Sort the flags for questions, by the questions' names, into groups, and give each its question and default."""
    context = {answer.question.name: answer.value for answer in questionnaire.evaluate({}, "app")}
    groups: dict[str, list[argparse.Action]] = {}
    asked = _asked(questionnaire)
    for question in (each for each in questionnaire if each.name in actions):
        action = actions[question.name]
        text = questionnaire.render(question.help, context)
        several = " Separate several with commas." if question.is_list else ""
        action.help = f"{text}{several} (default: {_default(context[question.name])})".replace("%", "%%")
        groups.setdefault(_group(asked, question.name), []).append(action)
    for action in actions.values():
        parser._optionals._group_actions.remove(action)
    for title, members in groups.items():
        group = parser.add_argument_group(title)
        group._group_actions.extend(members)


def _default(value: object) -> str:
    shown = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value or ""
    text = ",".join(map(str, shown)) if isinstance(shown, list) else str(shown)
    return text or "none"


def _asked(questionnaire: Questionnaire) -> dict[str, set[str]]:
    """The questions that apply to each value of the axis; nothing where a template has no such question."""
    axis = next((question for question in questionnaire if question.name == _AXIS and question.choices), None)
    return {
        value: {
            answer.question.name
            for answer in questionnaire.evaluate({_AXIS: Given(value, _AXIS)}, "app")
            if answer.applies
        }
        for value in (axis.values if axis else [])
    }


def _group(asked: Mapping[str, set[str]], name: str) -> str:
    """The heading under which help lists a question."""
    if not asked:
        return "answers"
    values = [value for value, names in asked.items() if name in names]
    if len(values) == len(asked):
        return f"answers for every {_AXIS}"
    return f"answers for {', '.join(values)}" if values else "answers that depend on other answers"
