"""The keys of a project's modules. What people have placed on their pages is identified by them, so they stay.

The template derives them from ``app_key`` and the target, see its ``partials/module_keys.jinja``. Where other answers
would give a module another key, the project records the key that it has, in the answer ``keys``.
"""

from collections.abc import Mapping
from typing import Any

from bgscript.system.errors import TemplateError
from bgscript.template.questions import Given, Questionnaire

QUESTION = "keys"
CONNECT_KEY = "connect_key"

_PARTIAL = "partials/module_keys.jinja"
_DECISIVE = ("target", "also", "key_home", "app_key", "views", "connect_location", QUESTION)
"""The answers that keys are derived from."""


def kept(questions: Questionnaire, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """The keys that modules have before a change and would lose by it, each by its place, as ``jira-issue/view``.

    Nothing where the template cannot say: older ones, and hosted ones, may have no such partial or question.

    Args:
        questions: those of the template after the change.
        before, after: the answers.
    """
    if all(before.get(name) == after.get(name) for name in _DECISIVE):
        return {}
    if QUESTION not in {question.name for question in questions} or not (questions.root / _PARTIAL).is_file():
        return {}
    old, new = of(questions, before), of(questions, after)
    chosen = {**(after.get(QUESTION) or {})}
    return {place: key for place, key in old.items() if place in new and new[place] != key and place not in chosen}


def kept_connect_key(questions: Questionnaire, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The key of a descriptor that another short key would change. With another key it would be another app."""
    if not before.get("target") == after.get("target") == "connect":
        return ""
    if CONNECT_KEY not in {question.name for question in questions}:
        return ""
    has_own = before.get(CONNECT_KEY) or after.get(CONNECT_KEY)
    return "" if has_own or before["app_key"] == after["app_key"] else str(before["app_key"])


def of(questions: Questionnaire, answers: Mapping[str, Any]) -> dict[str, str]:
    """The key of each module of an app with these answers, by its place."""
    given = {name: Given(value, name) for name, value in answers.items()}
    context = {answer.question.name: answer.value for answer in questions.evaluate(given, "app", answers)}
    try:
        text = questions.render("{% include '" + _PARTIAL + "' %}", context)
    except TemplateError:
        return {}
    return dict(line.split(" ", 1) for line in text.split("\n") if line.strip())
