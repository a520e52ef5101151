"""The steps of every change of a project. A command is a list of them, with values in between::

    with changing(folder, session) as step:
        plan = step.plan(given)
        merge = step.merge(plan)
        change = step.apply(plan, merge, "Add view sales")

A change compares the project, as committed, with two renderings of its template: with the release and the answers that
it has, and with those that it gets.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from bgscript.change import parts, worktree
from bgscript.change.branch import check_branch, commit_message, put_on_branch
from bgscript.change.imports import Imports
from bgscript.change.plan import Plan, kept_answers, make_plan, set_answers
from bgscript.change.project import Project, open_project
from bgscript.documents import yaml_file
from bgscript.merging import trees
from bgscript.merging.result import Merge
from bgscript.system.errors import TemplateError, UsageError
from bgscript.system.session import Session
from bgscript.template import renames
from bgscript.template.names import ANSWERS, SOURCE
from bgscript.template.questions import Given, Questionnaire
from bgscript.template.releases import (
    Releases,
    as_version,
    embedded,
    hosted,
    is_embedded,
    shown,
    without_credentials,
)
from bgscript.template.rendering import render
from bgscript.template.templates import Release, Template


@dataclass(frozen=True)
class Change:
    """What a change did or, in a dry run, would do.

    ``plan`` and ``merge`` are None where there was nothing to do. ``diff`` is for a dry run; ``branch`` and ``commit``
    name what a change on a branch made.
    """

    project: Project
    old: Release
    new: Release
    plan: Plan | None = None
    merge: Merge | None = None
    diff: str = ""
    branch: str = ""
    commit: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the project stays as it is."""
        return self.merge is None or self.merge.tree == self.project.tree


@dataclass(frozen=True)
class Step:
    """A change while it is made. ``shelter`` is a folder to work in, removed at the end."""

    project: Project
    releases: Releases
    old: Release
    new: Release
    shelter: Path
    session: Session
    branch: str = ""
    dry_run: bool = False

    @property
    def recorded(self) -> Mapping[str, Any]:
        """The project's answers."""
        return self.project.recorded

    @cached_property
    def former_questions(self) -> Questionnaire:
        """The questions of the release that the project has."""
        return Questionnaire(self._templates[0].root, self._templates[0].name)

    @cached_property
    def questions(self) -> Questionnaire:
        """The questions of the release that it gets."""
        return Questionnaire(self._templates[1].root, self._templates[1].name)

    @cached_property
    def _templates(self) -> tuple[Template, Template]:
        old = self.releases.template(self.old, self.shelter / "template-old")
        return old, old if self.new == self.old else self.releases.template(self.new, self.shelter / "template-new")

    def set(self, words: Mapping[str, str]) -> dict[str, Given]:
        """What ``--set`` gives, as answers.

        Raises:
            UsageError: there are no such questions.
        """
        return set_answers(self.questions, words)

    def answers(self, given: Mapping[str, Given]) -> dict[str, Given]:
        """The answers so far: those given, and the recorded ones that still apply."""
        return kept_answers(self.recorded, self.questions, given, self.project.folder.name)

    def new_questions(self, given: Mapping[str, Given]) -> list[str]:
        """The names of the questions that the project has not answered yet, without those given."""
        known = {question.name for question in self.former_questions.all} | given.keys()
        return [question.name for question in self.questions if question.name not in known]

    def plan(self, given: Mapping[str, Given]) -> Plan:
        """Plan the change.

        Args:
            given: the answers that change.

        Raises:
            UsageError: answers are wrong, all of them together.
        """
        questions = self.former_questions, self.questions
        return make_plan(self.project, self.releases, self._templates, questions, given)

    def merge(self, plan: Plan) -> Merge:
        """Merge the difference between the two renderings with the owner's work. Nothing of the project is written."""
        old, new = self.shelter / "old", self.shelter / "new"
        for template, answers, folder in ((plan.old, plan.before, old), (plan.new, plan.after, new)):
            folder.mkdir()
            render(template, answers, folder)
            self.session.signals.check()
        _keep_order(self.project, old)
        moves = Imports(renames.between(plan.new.root, old, new), new)
        # In an app that exists, the folders of a part are among the owner's.
        is_part = parts.is_part(plan.after)
        sides = trees.Moves(moves.moved, moves.concerns, moves.rewrite, takes_along=not is_part)
        merge = trees.merge(self.project.repository, old, new, _label(plan.new), self.shelter / "merge.git", sides)
        self.session.signals.check()
        return merge

    def apply(self, plan: Plan, merge: Merge, title: str) -> Change:
        """Write the result into files and index, or onto a branch, or only show it.

        Args:
            title: that of a commit.

        Raises:
            BgscriptError: see ``worktree.put`` and ``put_on_branch``. The project is as before then.
        """
        change = Change(self.project, self.old, self.new, plan, merge)
        return put(change, plan, merge, title, Destination(self.shelter, self.session, self.branch, self.dry_run))


@dataclass(frozen=True)
class Destination:
    """Where a change goes: onto a branch, if it has a name, or into files and index; or it is only shown.

    ``shelter`` is a folder to work in.
    """

    shelter: Path
    session: Session
    branch: str = ""
    dry_run: bool = False


def put(change: Change, plan: Plan, merge: Merge, title: str, destination: Destination) -> Change:
    """Write the result of a change, see ``Step.apply``."""
    project, signals = change.project, destination.session.signals
    if destination.dry_run:
        return replace(change, diff=trees.diff(merge, project.repository))
    if not destination.branch:
        worktree.put(merge, project, destination.shelter, signals)
        return change
    if change.is_empty:
        return change
    message = commit_message(title, plan.notes, merge.conflicts)
    commit = put_on_branch(merge, project, destination.shelter, destination.branch, message, signals)
    return replace(change, branch=destination.branch, commit=commit)


@contextmanager
def changing(
    folder: Path,
    session: Session | None = None,
    *,
    to: str | None = None,
    offline: bool = False,
    branch: str = "",
    dry_run: bool = False,
) -> Iterator[Step]:
    """Open a project for one change.

    Args:
        folder: the project's.
        session: the run that this is part of.
        to: the version of the template to go to, the newest if empty; None to stay at the one that it has.
        offline: use the embedded releases for a copy of them that is hosted somewhere.
        branch: put the change on a new branch of this name; files and index stay as they are.
        dry_run: write nothing, and give the change as a diff.

    Raises:
        TemplateError: this bgscript cannot serve the project.
        BgscriptError: see ``open_project`` and ``check_branch``.
    """
    session = session or Session()
    project = open_project(folder, may_be_dirty=bool(branch), warnings=session.warnings)
    if branch:
        check_branch(project, branch)
    # on the repository's file system, unless nothing is to be touched
    near = Path(tempfile.gettempdir()) if dry_run else project.git_folder
    with session.shelter(near) as shelter:
        with session.progress.during(f"Reading {shown(project.source)} …"):
            releases = _releases(project, shelter / "releases", offline=offline)
        old, new = _step(project, releases, to or "")
        yield Step(project, releases, old, old if to is None else new, shelter, session, branch, dry_run)


# --- The releases ---------------------------------------------------------------------------------------------------


def _releases(project: Project, store: Path, *, offline: bool) -> Releases:
    """The releases of the project's template, as its source says, or the embedded ones for a copy of them."""
    if project.source == SOURCE:
        return embedded(store)
    if not offline:
        return hosted(project.source, store)
    if not is_embedded(project.tag.removeprefix("v"), project.commit):
        source = without_credentials(project.source)
        problem = f"{source} is needed: its {project.tag} is not known to be the release inside this bgscript"
        raise TemplateError(problem, "leave --offline out")
    return replace(embedded(store), source=project.source)


def _step(project: Project, releases: Releases, to: str) -> tuple[Release, Release]:
    """The release that the project has, and the one to go to."""
    newest = releases.newest
    recorded = as_version(project.tag)
    if (old := _recorded_release(project, releases)) is None:
        if recorded and recorded > newest.order:
            problem = (
                f"{project.folder} is derived from template {recorded}, newer than {newest.version}, the newest here"
            )
            raise TemplateError(problem, "install a newer bgscript" if project.source == SOURCE else "")
        problem = f"{project.folder} is derived from {project.tag}, which {releases.source} does not have"
        raise TemplateError(problem, f"does {ANSWERS} say what was committed? `git log -- {ANSWERS}` shows it")
    new = releases.version(to) if to else newest
    if recorded and recorded > new.order:
        if to:
            raise UsageError([f"--to {to} would go back from {recorded}"], "git can take an update back: git revert")
        new = old
    return old, new


def _recorded_release(project: Project, releases: Releases) -> Release | None:
    """The release that the project records: its commit where it has one, for a tag can move or be removed."""
    if project.commit and releases.has(project.commit):
        return Release(project.tag.removeprefix("v"), project.tag, project.commit)
    return releases.find(project.tag)


# --- The renderings -------------------------------------------------------------------------------------------------


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
