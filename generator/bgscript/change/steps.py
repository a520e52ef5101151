"""``update``: a project as committed, a plan, two renderings, and their merge with the owner's work.

Every change of a project goes this way. A command makes a plan, and tells what came of it.
"""

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from bgscript.change import branch as branches
from bgscript.change import worktree
from bgscript.change.project import Project, open_project
from bgscript.documents import yaml_file
from bgscript.merging import trees as merges
from bgscript.merging.trees import Merge
from bgscript.system.errors import TemplateError, UsageError, nearest
from bgscript.system.session import Session
from bgscript.template import releases as releases_
from bgscript.template.questions import Answer, Answers, Given, Questionnaire
from bgscript.template.releases import Note, Releases, as_version
from bgscript.template.rendering import ANSWERS, render
from bgscript.template.templates import SOURCE, Release, Template

_TITLE = 50
"""How many letters of a commit's title may list answers."""

Change = Callable[[Questionnaire, Mapping[str, Any]], dict[str, Given]]
"""Makes answers of the recorded ones, for the questions of the project's release. Raises UsageError if it cannot."""

Ask = Callable[[Questionnaire, Mapping[str, Given], list[str]], dict[str, Given]]
"""Asks a person the named questions, given the other answers; gives the answers."""


@dataclass(frozen=True)
class Wording:
    """How a change is called: as a commit's title, and at the beginning of a report's sentence, done or only planned.

    ``where`` stands behind the project there. ``look`` is a command that shows what came of it, if there is one.
    """

    title: str
    done: str
    planned: str
    look: str = ""
    where: str = ""


@dataclass(frozen=True)
class Request:
    """What somebody wants: changed answers by question, and a version, the newest by default.

    With a ``change`` the project stays at its release: what it adds or moves is a change of its own. ``check`` may
    refuse the project as it is committed, when the answers are right and before anything is made of them; ``look`` may
    look at the result before it is written.
    """

    to: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    ask: Ask | None = None
    offline: bool = False
    change: Change | None = None
    check: Callable[[Project], None] | None = None
    look: "Look | None" = None
    wording: Wording | None = None


@dataclass(frozen=True)
class Plan:
    """A step of a project: the templates and the answers, before and after.

    ``before`` has the answers in the order in which the project records them. ``origins`` tells where each answer of
    ``after`` comes from: a flag, the project, or a default.
    """

    old: Template
    new: Template
    before: Answers
    after: Answers
    origins: Mapping[str, str]
    notes: list[Note]
    warnings: list[str]
    wording: Wording | None = None


Look = Callable[[Project, Plan, Merge], None]
"""Looks at a merge before anything is written, while its sides are there."""


@dataclass(frozen=True)
class Outcome:
    """What a change did or, in a dry run, would do. ``merge`` is None where there was nothing to do.

    ``commit`` is the one that a branch was made of.
    """

    project: Project
    old: Release
    new: Release
    plan: Plan | None = None
    merge: Merge | None = None
    diff: str = ""
    commit: str = ""


def update(
    folder: Path, request: Request, session: Session | None = None, *, dry_run: bool = False, branch: str = ""
) -> Outcome:
    """Bring a project to another release of its template, or to other answers.

    Args:
        folder: the project's.
        session: the run that this is part of.
        dry_run: write nothing, and give the change as a diff.
        branch: put the change on a new branch of this name, and leave files and index alone.

    Returns:
        What changed in files and index. Conflicts are left there as git leaves them after a merge.

    Raises:
        TemplateError: this bgscript cannot serve the project.
        UsageError: answers are wrong, all of them together.
        BgscriptError: see ``open_project``, ``worktree.put`` and ``branch.check``. The project is as before then, and
            after an interrupt.
    """
    session = session or Session()
    project = open_project(folder, may_be_dirty=bool(branch), warnings=session.warnings)
    if branch:
        branches.check(project, branch)
    with session.shelter(_aside(project, dry_run=dry_run)) as shelter:
        releases = _releases(project, shelter / "releases", offline=request.offline)
        old, new = _step(project, releases, request.to)
        new = old if request.change else new
        if old == new and not (request.given or request.change):
            return Outcome(project, old, new)
        plan = _plan(project, releases, (old, new), request, shelter)
        if request.check:
            request.check(project)
        merge = _merge(project, plan, shelter, session)
        if request.look:
            request.look(project, plan, merge)
        if dry_run:
            return Outcome(project, old, new, plan, merge, merges.diff(merge, project))
        if not branch:
            worktree.put(merge, project, shelter, session.signals)
        elif merge.tree != project.tree:
            commit = branches.put(merge, project, shelter, branch, _message(plan, merge, request), session.signals)
            return Outcome(project, old, new, plan, merge, commit=commit)
    return Outcome(project, old, new, plan, merge)


def _message(plan: Plan, merge: Merge, request: Request) -> str:
    if plan.wording:
        return branches.message(plan.wording.title, plan.notes, merge.conflicts)
    answers = ", ".join(f"{name}={value}" for name, value in request.given.items())
    version = f"Template {plan.new.version}"
    is_step = plan.old.version != plan.new.version
    title = version if is_step else f"{version}: {answers}" if len(answers) < _TITLE else f"{version}: other answers"
    return branches.message(title, plan.notes, merge.conflicts)


def _aside(project: Project, *, dry_run: bool) -> Path:
    """Where to work: on the repository's file system, unless nothing is to be touched."""
    return Path(tempfile.gettempdir()) if dry_run else project.git_folder


# --- The releases ---------------------------------------------------------------------------------------------------


def _releases(project: Project, store: Path, *, offline: bool) -> Releases:
    """The releases of the project's template, as its source says, or the embedded ones for a copy of them."""
    if project.source == SOURCE:
        return releases_.embedded(store)
    if not offline:
        return releases_.hosted(project.source, store)
    if not releases_.is_embedded(project.tag.removeprefix("v"), project.commit):
        source = releases_.without_credentials(project.source)
        problem = f"{source} is needed: its {project.tag} is not known to be the release inside this bgscript"
        raise TemplateError(problem, "leave --offline out")
    return replace(releases_.embedded(store), source=project.source)


def _step(project: Project, releases: Releases, to: str) -> tuple[Release, Release]:
    """The release that the project is made of, and the one to go to."""
    newest = releases.newest
    recorded = as_version(project.tag)
    if (old := releases.find(project.tag)) is None:
        if recorded and recorded > newest.order:
            problem = f"{project.folder} is made of template {recorded}, newer than {newest.version}, the newest here"
            raise TemplateError(problem, "install a newer bgscript" if project.source == SOURCE else "")
        problem = f"{project.folder} is made of {project.tag}, which {releases.source} does not have"
        raise TemplateError(problem, f"does {ANSWERS} say what was committed? `git log -- {ANSWERS}` tells")
    new = releases.version(to) if to else newest
    if recorded and recorded > new.order:
        if to:
            raise UsageError([f"--to {to} would go back from {recorded}"], "git can take an update back: git revert")
        new = old
    return old, new


# --- The plan -------------------------------------------------------------------------------------------------------


def _plan(project: Project, releases: Releases, step: tuple[Release, Release], request: Request, shelter: Path) -> Plan:
    """Both templates as files, and the answers that each is rendered with."""
    release, target = step
    old = releases.template(release, shelter / "template-old")
    new = old if target == release else releases.template(target, shelter / "template-new")
    # the old rendering records the release as the project does, so that the answers files differ in what changed only
    old = replace(old, release=replace(release, tag=project.tag, commit=project.commit), source=project.source)
    folder, recorded = project.folder.name, project.recorded
    former, questions = (Questionnaire(template.root, template.name) for template in (old, new))
    before = _resolve(former, _kept(recorded, former, {}, folder), folder, recorded)
    given = _given(questions, request.given)
    if request.change:
        given |= request.change(questions, recorded)
    if request.ask:
        known = {question.name for question in former.all} | set(given)
        added = [question.name for question in questions if question.name not in known]
        given |= request.ask(questions, _kept(recorded, questions, given, folder), added)
    after = _resolve(questions, _kept(recorded, questions, given, folder), folder, recorded)
    return Plan(
        old,
        new,
        _in_order({answer.question.name: answer.value for answer in before}, recorded),
        {answer.question.name: answer.value for answer in after},
        {answer.question.name: answer.given_as or "default" for answer in after},
        releases.notes(release, target),
        _moved_tag(project, release),
        request.wording,
    )


def _moved_tag(project: Project, release: Release) -> list[str]:
    if not project.commit or project.commit == release.commit:
        return []
    source = releases_.without_credentials(project.source)
    moved = f"{source} has moved its tag {release.tag} since this project was made of it"
    return [f"{moved}; look at the diff closely"]


def _given(questions: Questionnaire, words: Mapping[str, str]) -> dict[str, Given]:
    """What --set asks for, as answers."""
    known = {question.name: question for question in questions}
    unknown = [f"--set {name}: unknown question{nearest(name, list(known))}" for name in words if name not in known]
    if unknown:
        raise UsageError(unknown, f"the questions are {', '.join(known)}")
    return {name: Given(known[name].change(word), f"--set {name}") for name, word in words.items()}


def _kept(
    recorded: Mapping[str, Any], questions: Questionnaire, given: Mapping[str, Given], folder: str
) -> dict[str, Given]:
    """The recorded answers that still matter, and the given ones, which matter anyway."""
    names = {question.name for question in questions}
    kept = {name: Given(value, f"{name} in {ANSWERS}") for name, value in recorded.items() if name in names}
    answers = {**kept, **given}
    void = {answer.question.name for answer in questions.evaluate(answers, folder, recorded) if not answer.applies}
    return {name: answer for name, answer in answers.items() if name in given or name not in void}


def _resolve(
    questions: Questionnaire, given: Mapping[str, Given], folder: str, recorded: Mapping[str, Any]
) -> list[Answer]:
    evaluated = questions.evaluate(given, folder, recorded)
    if problems := [f"{answer.origin} {answer.problem}" for answer in evaluated if answer.problem]:
        raise UsageError(problems, "--set QUESTION=VALUE gives another answer")
    return [answer for answer in evaluated if answer.applies]


def _in_order(answers: Answers, recorded: Mapping[str, Any]) -> Answers:
    order = [name for name in recorded if name in answers]
    return {name: answers[name] for name in [*order, *(name for name in answers if name not in order)]}


# --- The merge ------------------------------------------------------------------------------------------------------


def _merge(project: Project, plan: Plan, shelter: Path, session: Session) -> Merge:
    """Merge the step from one rendering to the other with the owner's work."""
    old, new = shelter / "old", shelter / "new"
    for template, answers, folder in ((plan.old, plan.before, old), (plan.new, plan.after, new)):
        folder.mkdir()
        render(template, answers, folder)
        session.signals.check()
    _keep_order(project, old)
    merge = merges.merge(project, old, new, _label(plan.new), shelter / "merge.git")
    session.signals.check()
    return merge


def _keep_order(project: Project, old: Path) -> None:
    """Take the user's answers file for the old one if it says the same, in whatever order copier has written it."""
    file = old / ANSWERS
    if _facts(project.answers_text) == _facts(file.read_bytes()):
        file.write_bytes(project.answers_text)


def _facts(text: bytes) -> tuple[Any, list[bytes]]:
    loaded = yaml.load(text, Loader=yaml_file.LOADER)  # noqa: S506 - the safe one
    return loaded, [line.strip() for line in text.splitlines() if line.startswith(b"#")]


def _label(template: Template) -> str:
    return "template-" + re.sub(r"[^0-9A-Za-z]+", ".", template.version).strip(".")
