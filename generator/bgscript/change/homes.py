"""The targets of a project: the answers ``target``, ``also`` and ``key_home``."""

from collections.abc import Mapping
from typing import Any

from bgscript.system.errors import UsageError, nearest
from bgscript.template.names import ANSWERS
from bgscript.template.questions import Given, Questionnaire

QUESTION = "also"

Answers = Mapping[str, Any]


def of(answers: Answers) -> list[str]:
    """The targets of a project, the main one first."""
    return [str(answers.get("target", "")), *(answers.get(QUESTION) or [])]


def added(questionnaire: Questionnaire, recorded: Answers, home: str) -> dict[str, Given]:
    """The answers of a project with one more target. Modules that it has keep their keys, which ``key_home`` sees to.

    Raises:
        UsageError: it is there, or cannot be; each reason is named.
    """
    question = next(found for found in questionnaire if found.name == QUESTION)
    if problem := questionnaire.problem(question, [home], {**recorded, "target": ""}):
        raise UsageError([f"the new host page {problem}"])
    if home in of(recorded):
        raise UsageError([f"the app is in {home} already{_target(recorded, home)}"], _where(recorded))
    if recorded.get("target") == "connect":
        hint = "bgscript migrate --to TARGET moves it to Forge, where an app can have several host pages"
        raise UsageError(["a Connect app has no other host pages: it has locations in Jira instead"], hint)
    key_home = recorded.get("key_home") or recorded.get("target")
    changed = {QUESTION: [*of(recorded)[1:], home], "key_home": key_home}
    return _judged(questionnaire, recorded, changed)


def removed(questionnaire: Questionnaire, recorded: Answers, home: str) -> dict[str, Given]:
    """The answers of a project without one of its targets. The first one that is left becomes the target.

    Raises:
        UsageError: it is not there, or nowhere else; or an answer does not fit the targets that are left.
    """
    homes = of(recorded)
    if home not in homes:
        raise UsageError([f"the app is not in {home!r}{nearest(home, homes)}"], _where(recorded))
    left = [other for other in homes if other != home]
    if not left:
        hint = "`bgscript add home` adds another one; then this one can be removed"
        raise UsageError([f"{home} is the only host page of the app"], hint)
    return _judged(questionnaire, recorded, {"target": left[0], QUESTION: left[1:]})


def products(questionnaire: Questionnaire, answers: Answers) -> list[str]:
    """The products that an app with these answers is installed into, as the template computes them."""
    return list(_context(questionnaire, answers).get("products") or [])


def _context(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """All answers, computed ones included."""
    given = {name: Given(value, name) for name, value in answers.items()}
    return {answer.question.name: answer.value for answer in questionnaire.evaluate(given, "app", answers)}


def _judged(questionnaire: Questionnaire, recorded: Answers, changed: Answers) -> dict[str, Given]:
    """The changed answers, if the ones that stay fit them."""
    merged = {**recorded, **changed}
    given = {name: Given(value, f"{name} in {ANSWERS}") for name, value in merged.items()}
    evaluated = questionnaire.evaluate(given, "app", recorded)
    wrong = [answer for answer in evaluated if answer.applies and answer.problem]
    if wrong:
        name = wrong[0].question.name
        hint = f"change that first: bgscript update --set {name}=…, and commit it"
        raise UsageError([f"{answer.origin} {answer.problem}" for answer in wrong], hint)
    return {name: Given(value, name) for name, value in changed.items()}


def _target(recorded: Answers, home: str) -> str:
    return ": it is the target" if home == recorded.get("target") else ""


def _where(recorded: Answers) -> str:
    return f"it is in {', '.join(of(recorded))}"
