"""The steps by which an app that exists gets a background script, in place::

    with adopting(folder, session) as step:
        found = step.find(chosen)
        plan = step.plan(found)
        merge = step.merge(plan)
        step.check(found, merge)
        change = step.apply(plan, merge, "Add a background script")

The template's part is rendered once, with the app's answers. What both sides start from is a manifest that has the
app's id and nothing else, so everything in it is the owner's, and what the part has in it is added.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bgscript.adopting.adopted import Ask, Found, find
from bgscript.adopting.chosen import Chosen
from bgscript.adopting.deploys import DeployLine, deploys
from bgscript.adopting.manifest import added_lines, base_of
from bgscript.adopting.obstacles import Obstacle
from bgscript.change.branch import check_branch
from bgscript.change.plan import Plan
from bgscript.change.project import Project, check_committed, open_folder
from bgscript.change.steps import Change, Destination, put
from bgscript.check.engine import Checker
from bgscript.check.findings import Finding, plural
from bgscript.merging import trees
from bgscript.merging.result import Merge, contents
from bgscript.system import git
from bgscript.system.errors import BgscriptError, UsageError
from bgscript.system.session import Session
from bgscript.template import templates
from bgscript.template.names import MANIFEST
from bgscript.template.rendering import render
from bgscript.template.templates import Template

_AS_COMMITTED = {"core.autocrlf": "false", "core.attributesFile": os.devnull, "advice.detachedHead": "false"}
_LAZY = {"GIT_LFS_SKIP_SMUDGE": "1"}
_CHOSEN = ("BG229", "BG601")
"""Findings that follow from what somebody chose: a view on a page without a script; a host page that ends, of which
there is a warning."""


@dataclass(frozen=True)
class Adoption:
    """An app while it gets its script. ``committed`` are its committed files, ``dirty`` is why that is not all."""

    project: Project
    template: Template
    committed: Path
    destination: Destination
    dirty: BgscriptError | None

    def find(self, chosen: Chosen, ask: Ask | None = None) -> Found:
        """Look at the app, and complete what was chosen.

        Raises:
            BgscriptError: something is not committed.
            UsageError: see ``adopted.find``.
        """
        obstacles = [Obstacle(self.dirty.message, self.dirty.hint)] if self.dirty else []
        scratch = self.destination.shelter / "by-hand"
        place = self.project.folder
        try:
            return find(self.committed, place, self.template, chosen, ask, obstacles=obstacles, scratch=scratch)
        except UsageError as error:
            if self.dirty and len(error.problems) == 1:
                raise self.dirty from error
            raise

    def plan(self, found: Found) -> Plan:
        """The plan: the same answers before and after, for nothing of the owner's is rendered."""
        return Plan(self.template, self.template, found.answers, found.answers, {}, [], [], {}, "")

    def merge(self, plan: Plan) -> Merge:
        """Merge the part with the owner's files. Nothing of the app is written.

        Raises:
            BgscriptError: there is a conflict.
        """
        shelter = self.destination.shelter
        old, new = shelter / "old", shelter / "new"
        old.mkdir()
        new.mkdir()
        render(plan.new, plan.after, new)
        (old / MANIFEST).write_bytes(base_of((new / MANIFEST).read_bytes()))
        self.destination.session.signals.check()
        merge = trees.merge(self.project.repository, old, new, "part", shelter / "merge.git")
        if merge.conflicts:
            named = ", ".join(path.removeprefix(self.project.prefix) for path in merge.conflicts)
            hint = "rename what is there, or write the manifest's entries as plain lines; nothing was written"
            raise BgscriptError(f"the app and its new script both have {named}", hint)
        return merge

    def check(self, found: Found, merge: Merge) -> list[str]:
        """Refuse a result that loses something of the manifest, or that ``check`` finds worse than the app was.

        Returns:
            The lines that the manifest gets.

        Raises:
            BgscriptError: it does.
        """
        path = self.project.prefix + MANIFEST
        [(_, versions)] = contents(merge, [path])
        added, lost = added_lines(versions[1][1], versions[3][1])
        if lost:
            problem = (
                f"{MANIFEST} would lose {plural(len(lost), 'line')}, such as {lost[0].strip()!r}; nothing was written"
            )
            raise BgscriptError(problem, "this is a mistake in bgscript; please report it, with the manifest")
        self._checkout("-m", self._tree(self.project.tree), self._tree(merge.tree), git_folder=merge.scratch)
        after = Checker().check(str(self.committed)).findings
        if new := _more(found.before, after):
            listed = "; ".join(f"{each.file}:{each.line}: {each.code}: {each.message}" for each in new[:5])
            raise BgscriptError(
                f"with the script, `bgscript check` would find more; nothing was written: {listed}",
                "correct it in the app, or choose other host pages with --target",
            )
        return added

    def apply(self, plan: Plan, merge: Merge, title: str) -> Change:
        """Write the result into files and index, or onto a branch, or only show it; see ``Step.apply``."""
        release = self.template.release
        return put(Change(self.project, release, release, plan, merge), plan, merge, title, self.destination)

    def deploys(self) -> list[DeployLine]:
        """The lines that deploy the app."""
        return deploys(self.project.top, self.project.tree, self.project.prefix)

    def _tree(self, tree: str) -> str:
        return f"{tree}:{self.project.prefix.rstrip('/')}"

    def _checkout(self, *words: str, git_folder: Path) -> None:
        where = (f"--git-dir={git_folder}", f"--work-tree={self.committed}")
        env = {**_LAZY, "GIT_INDEX_FILE": str(self.destination.shelter / "committed.index")}
        git.run(*where, "read-tree", "-u", *words, cwd=self.committed, env=env, settings=_AS_COMMITTED)


@contextmanager
def adopting(
    folder: Path, session: Session | None = None, *, branch: str = "", dry_run: bool = False
) -> Iterator[Adoption]:
    """Open an app for its script.

    Args:
        folder: the app's.
        session: the run that this is part of.
        branch: put the script on a new branch of this name; files and index stay as they are.
        dry_run: write nothing, and give the change as a diff.

    Raises:
        BgscriptError: see ``open_folder`` and ``check_branch``.
    """
    session = session or Session()
    template = templates.current()
    project = open_folder(folder, template.source, template.release.tag, session.warnings)
    if branch:
        check_branch(project, branch)
    dirty = None if branch else check_committed(project, session.warnings)
    near = Path(tempfile.gettempdir()) if dry_run else project.git_folder
    with session.shelter(near) as shelter:
        committed = shelter / "committed"
        committed.mkdir()
        adoption = Adoption(project, template, committed, Destination(shelter, session, branch, dry_run), dirty)
        adoption._checkout("--reset", adoption._tree(project.tree), git_folder=project.git_folder)
        yield adoption


def _more(before: Sequence[Finding], after: Sequence[Finding]) -> list[Finding]:
    """The findings that were not there before, wherever their lines are now."""
    known = Counter((each.code, each.file, each.message) for each in before)
    more = []
    for each in after:
        identity = (each.code, each.file, each.message)
        if known[identity]:
            known[identity] -= 1
        elif each.code not in _CHOSEN:
            more.append(each)
    return more
