"""``update``: the old rendering, the new one and the user's project, merged by git, whole or not at all."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from bgscript import create, interrupts, merge
from bgscript import project as projects
from bgscript import releases as releases_
from bgscript.errors import TemplateError, UsageError, nearest
from bgscript.merge import Merge
from bgscript.project import ANSWERS, Project
from bgscript.questions import Answers, Given, Questionnaire
from bgscript.releases import Note, Release, Releases, as_version
from bgscript.templates import SOURCE, Template

Ask = Callable[[Questionnaire, Mapping[str, Given], list[str]], dict[str, Given]]
"""Asks a person the named questions, given the other answers; gives the answers."""


@dataclass(frozen=True)
class Request:
    """What somebody wants: ``given`` are changed answers, ``to`` is a version, the newest by default."""

    folder: Path
    to: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    ask: Ask | None = None
    offline: bool = False
    dry_run: bool = False


@dataclass
class Upgrade:
    """What an update did, or would do. ``merge`` is None where there was nothing to do."""

    project: Project
    old: Release
    new: Release
    answers: Answers = field(default_factory=dict)
    merge: Merge | None = None
    notes: list[Note] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    diff: str = ""


def update(request: Request) -> Upgrade:
    """Bring a project to another release of its template, or to other answers.

    Returns:
        What changed in files and index. Conflicts are left there as git leaves them after a merge.

    Raises:
        TemplateError: this bgscript cannot serve the project.
        UsageError: answers are wrong, all of them together.
        BgscriptError: see ``project.open_project`` and ``project.replace_files``. The project is as before then, and
            after an interrupt.
    """
    project = projects.open_project(request.folder)
    with _shelter(project, request) as shelter:
        releases = _releases(project, shelter / "releases", offline=request.offline)
        result = Upgrade(project, *_step(project, releases, request.to))
        if result.old == result.new and not request.given:
            return result
        result.notes = releases.notes(result.old, result.new)
        result.warnings = _warnings(project, result.old)
        old, new = _templates(releases, result, shelter)
        former, result.answers = _answers(project, old, new, request)
        _render(old, former, shelter / "old")
        _keep_order(project, shelter / "old")
        _render(new, result.answers, shelter / "new")
        result.merge = merge.merge(project, shelter / "old", shelter / "new", _label(new), shelter / "merge.git")
        interrupts.check()
        if request.dry_run:
            result.diff = merge.diff(result.merge, project)
        else:
            _apply(result.merge, project, shelter / "backup")
    return result


@contextmanager
def _shelter(project: Project, request: Request) -> Iterator[Path]:
    """A folder to work in, gone at the end. It is on the repository's file system, unless nothing is to be touched."""
    folder = None
    try:
        with interrupts.ignored():
            folder = Path(tempfile.mkdtemp(prefix="bgscript.", dir=None if request.dry_run else project.git_folder))
        yield folder
    finally:
        with interrupts.ignored():
            shutil.rmtree(folder, ignore_errors=True) if folder else None


def _releases(project: Project, store: Path, *, offline: bool) -> Releases:
    """The releases of the project's template, as its source says, or the embedded ones for a copy of them."""
    if project.source == SOURCE:
        return releases_.embedded(store)
    if not offline:
        return releases_.hosted(project.source, store)
    known = str(project.answers.get("_commit_id", ""))
    if not releases_.is_embedded(project.tag.removeprefix("v"), known):
        raise TemplateError(
            f"{project.source} is needed: its {project.tag} is not known to be the release inside this bgscript",
            "leave --offline out",
        )
    return replace(releases_.embedded(store), source=project.source)


def _step(project: Project, releases: Releases, to: str) -> tuple[Release, Release]:
    """The release that the project is made of, and the one to go to."""
    newest = releases.newest
    recorded = as_version(project.tag)
    if (old := releases.find(project.tag)) is None:
        if recorded and recorded > as_version(newest.version):
            problem = f"{project.folder} is made of template {recorded}, newer than {newest.version}, the newest here"
            raise TemplateError(problem, "pip install --upgrade bgscript" if project.source == SOURCE else "")
        problem = f"{project.folder} is made of {project.tag}, which {releases.source} does not have"
        raise TemplateError(problem, f"does {ANSWERS} say what was committed? `git log -- {ANSWERS}` tells")
    new = releases.version(to) if to else newest
    if recorded and recorded > as_version(new.version):
        if to:
            raise UsageError([f"--to {to} would go back from {recorded}"], "git can take an update back: git revert")
        new = old
    return old, new


def _warnings(project: Project, old: Release) -> list[str]:
    recorded = project.answers.get("_commit_id")
    if recorded and recorded != old.commit:
        return [
            f"{project.source} has moved its tag {old.tag} since this project was made of it; look at the diff closely"
        ]
    return []


def _templates(releases: Releases, result: Upgrade, shelter: Path) -> tuple[Template, Template]:
    """Both releases as plain files."""
    old, new = result.old, result.new
    releases.checkout(old, shelter / "template-old")
    if new != old:
        releases.checkout(new, shelter / "template-new")
    hosted = releases.source != SOURCE
    known = str(result.project.answers.get("_commit_id", ""))
    return (
        Template(shelter / "template-old", old.version, releases.source, result.project.tag, known),
        Template(
            shelter / ("template-old" if new == old else "template-new"),
            *(new.version, releases.source, new.tag, new.commit if hosted else ""),
        ),
    )


def _answers(project: Project, old: Template, new: Template, request: Request) -> tuple[Answers, Answers]:
    """The answers as the old template takes them, in the order in which they are recorded, and the new ones."""
    recorded = {name: value for name, value in project.answers.items() if not name.startswith("_")}
    folder = project.folder.name
    questions, former = Questionnaire(new.root), Questionnaire(old.root)
    before = _resolve(former, _recorded(recorded, former, {}, folder), folder, recorded)
    given = _given(questions, request.given)
    if request.ask:
        kept = _recorded(recorded, questions, given, folder)
        known = {question.name for question in former.all}
        added = [question.name for question in questions if question.name not in known and question.name not in given]
        given |= request.ask(questions, kept, added)
    after = _resolve(questions, _recorded(recorded, questions, given, folder), folder, recorded)
    order = [name for name in recorded if name in before]
    return {name: before[name] for name in [*order, *(name for name in before if name not in order)]}, after


def _given(questions: Questionnaire, words: Mapping[str, str]) -> dict[str, Given]:
    """What --set asks for, as answers."""
    known = {question.name: question for question in questions}
    unknown = [f"--set {name} is no question{nearest(name, list(known))}" for name in words if name not in known]
    if unknown:
        raise UsageError(unknown, f"the questions are {', '.join(known)}")
    return {name: Given(known[name].convert(word), f"--set {name}") for name, word in words.items()}


def _recorded(
    recorded: Mapping[str, Any], questions: Questionnaire, given: Mapping[str, Given], folder: str
) -> dict[str, Given]:
    """The recorded answers that still matter, and the given ones, which matter anyway."""
    names = [question.name for question in questions]
    kept = {name: Given(value, f"{name} in {ANSWERS}") for name, value in recorded.items() if name in names}
    answers = {**kept, **given}
    void = {answer.question.name for answer in questions.evaluate(answers, folder, recorded) if not answer.applies}
    return {name: answer for name, answer in answers.items() if name in given or name not in void}


def _resolve(questions: Questionnaire, given: Mapping[str, Given], folder: str, recorded: Mapping[str, Any]) -> Answers:
    try:
        return questions.resolve(given, folder, recorded)
    except UsageError as error:
        raise UsageError(error.problems, "--set QUESTION=VALUE gives another answer") from error


def _render(template: Template, answers: Answers, folder: Path) -> None:
    folder.mkdir()
    create.render(template, answers, folder)
    interrupts.check()


def _keep_order(project: Project, old: Path) -> None:
    """Take the user's answers file for the old one if it says the same, in whatever order copier has written it."""
    file = old / ANSWERS
    if _facts(project.answers_text) == _facts(file.read_bytes()):
        file.write_bytes(project.answers_text)


def _facts(text: bytes) -> tuple[Any, list[bytes]]:
    return yaml.safe_load(text), [line.strip() for line in text.splitlines() if line.startswith(b"#")]


def _label(template: Template) -> str:
    return "template-" + re.sub(r"[^0-9A-Za-z]+", ".", template.version).strip(".")


def _apply(result: Merge, project: Project, backup: Path) -> None:
    merge.hand_over(result, project)
    backup.mkdir()
    projects.replace_files(project, result.tree, result.index_info, result.changes, backup)
