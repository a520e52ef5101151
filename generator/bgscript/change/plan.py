"""The plan of a change: two templates, and the answers that each is rendered with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bgscript.change import keys
from bgscript.change.project import Project
from bgscript.system.errors import UsageError, nearest
from bgscript.template.names import ANSWERS
from bgscript.template.questions import Answer, Answers, Given, Questionnaire
from bgscript.template.releases import Note, Releases, without_credentials
from bgscript.template.templates import Template


@dataclass(frozen=True)
class Plan:
    """What a project is rendered with, before and after a change.

    ``before`` has the answers in the order in which the project records them. ``origins`` maps each question of
    ``after`` to where its answer comes from: a flag, the project, or a default. ``kept_keys`` maps modules to the keys
    that would have changed, see ``keys.kept``; ``kept_connect_key`` is that of the app on Connect.
    """

    old: Template
    new: Template
    before: Answers
    after: Answers
    origins: Mapping[str, str]
    notes: list[Note]
    warnings: list[str]
    kept_keys: Mapping[str, str]
    kept_connect_key: str


def make_plan(
    project: Project,
    releases: Releases,
    step: tuple[Template, Template],
    questionnaires: tuple[Questionnaire, Questionnaire],
    given: Mapping[str, Given],
) -> Plan:
    """Plan a change.

    Args:
        project: as committed.
        releases: those of its template, for their notes.
        step: the templates before and after.
        questionnaires: theirs.
        given: the answers that change, for the questions of the template after.

    Raises:
        UsageError: answers are wrong, recorded or given; all of them together.
    """
    (old, new), (former, questions) = step, questionnaires
    folder, recorded = project.folder.name, project.recorded
    before = resolve(former, kept_answers(recorded, former, {}, folder), folder, recorded)
    after = resolve(questions, kept_answers(recorded, questions, given, folder), folder, recorded)
    if kept_connect_key := keys.kept_connect_key(questions, _values(before), _values(after)):
        given = {**given, keys.CONNECT_KEY: Given(kept_connect_key, keys.CONNECT_KEY)}
        after = resolve(questions, kept_answers(recorded, questions, given, folder), folder, recorded)
    if kept_keys := keys.kept(questions, _values(before), _values(after)):
        every = {**recorded.get(keys.QUESTION, {}), **kept_keys}
        given = {**given, keys.QUESTION: Given(every, keys.QUESTION)}
        after = resolve(questions, kept_answers(recorded, questions, given, folder), folder, recorded)
    return Plan(
        # the old rendering records the release as the project does, so that answers files differ only in what changed
        replace(old, release=replace(old.release, tag=project.tag, commit=project.commit), source=project.source),
        new,
        _in_order(_values(before), recorded),
        _values(after),
        {answer.question.name: answer.given_as or "default" for answer in after},
        releases.notes(old.release, new.release),
        _moved_tag(project, releases),
        kept_keys,
        kept_connect_key,
    )


def set_answers(questions: Questionnaire, words: Mapping[str, str]) -> dict[str, Given]:
    """The answers that ``--set`` gives.

    Raises:
        UsageError: there are no such questions.
    """
    known = {question.name: question for question in questions}
    unknown = [f"--set {name}: unknown question{nearest(name, list(known))}" for name in words if name not in known]
    if unknown:
        raise UsageError(unknown, f"the questions are {', '.join(known)}")
    return {name: Given(known[name].change(word), f"--set {name}") for name, word in words.items()}


def kept_answers(
    recorded: Mapping[str, Any], questions: Questionnaire, given: Mapping[str, Given], folder: str
) -> dict[str, Given]:
    """The recorded answers that still apply, and the given ones, whether they apply or not."""
    names = {question.name for question in questions}
    known = {name: Given(value, f"{name} in {ANSWERS}") for name, value in recorded.items() if name in names}
    answers = {**known, **given}
    void = {answer.question.name for answer in questions.evaluate(answers, folder, recorded) if not answer.applies}
    return {name: answer for name, answer in answers.items() if name in given or name not in void}


def resolve(
    questions: Questionnaire, given: Mapping[str, Given], folder: str, recorded: Mapping[str, Any]
) -> list[Answer]:
    """The answers to the questions that apply.

    Raises:
        UsageError: some are wrong.
    """
    evaluated = questions.evaluate(given, folder, recorded)
    if problems := [f"{answer.origin} {answer.problem}" for answer in evaluated if answer.problem]:
        raise UsageError(problems, "--set QUESTION=VALUE gives another answer")
    return [answer for answer in evaluated if answer.applies]


def _values(answers: list[Answer]) -> Answers:
    return {answer.question.name: answer.value for answer in answers}


def _in_order(answers: Answers, recorded: Mapping[str, Any]) -> Answers:
    order = [name for name in recorded if name in answers]
    return {name: answers[name] for name in [*order, *(name for name in answers if name not in order)]}


def _moved_tag(project: Project, releases: Releases) -> list[str]:
    """A warning where the tag of the recorded release is another commit by now, or gone."""
    if not project.commit:
        return []
    source, found = without_credentials(project.source), releases.find(project.tag)
    if found and found.commit == project.commit:
        return []
    deed = f"has moved its tag {project.tag}" if found else f"has removed its tag {project.tag}"
    if releases.has(project.commit):
        return [
            f"{source} {deed} since this project was derived from it; the recorded commit {project.commit[:12]} is used"
        ]
    return [
        f"{source} {deed} since this project was derived from it, and no longer has that commit: "
        "look closely at the diff"
    ]
