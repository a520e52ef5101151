"""Puts a merge on a new branch as one commit. Files and index do not change."""

import re
from collections.abc import Sequence
from pathlib import Path

from bgscript.change import objects, obstacles, reference
from bgscript.change.project import Project
from bgscript.merging.result import Merge
from bgscript.merging.trees import pack
from bgscript.system import git
from bgscript.system.errors import BgscriptError, UsageError
from bgscript.system.signals import Signals
from bgscript.template.releases import Note


def check_branch(project: Project, name: str) -> None:
    """Refuse a branch that cannot be made, before any work.

    Raises:
        UsageError: git does not allow the name.
        BgscriptError: the branch exists, or git does not know who commits.
    """
    ref = f"refs/heads/{name}"  # git prints it, unless it is refused; a git that was killed says nothing about it
    is_ref = git.text("check-ref-format", "--normalize", ref, cwd=project.top, expect=(0, 1)) == ref
    if not is_ref or re.fullmatch(r"-.*|@|refs/.*|([A-Z_]+_)?HEAD|AUTO_MERGE", name):
        raise UsageError([f"--branch {name!r} is not a valid branch name"], "as in --branch template-update")
    if taken := _taken(project, name):
        raise taken
    try:
        for role in ("AUTHOR", "COMMITTER"):
            git.run("var", f"GIT_{role}_IDENT", cwd=project.top)
    except git.GitError as error:
        problem = f"git does not know who commits in {project.folder}: {error.message.removeprefix('git var: ')}"
        hint = "git config --global user.name 'Your Name' && git config --global user.email you@example.com"
        raise BgscriptError(problem, hint) from error


def put_on_branch(merge: Merge, project: Project, shelter: Path, name: str, message: str, signals: Signals) -> str:
    """Commit the merge's result, with conflicts marked in its files, and make a branch for it.

    Args:
        shelter: a locked folder on the repository's file system, see ``shelters``.

    Returns:
        The commit.

    Raises:
        BgscriptError: the branch exists by now, or git cannot make it. Nothing refers to the commit then.
    """
    store = objects.unpack(pack(merge, project.repository), project, shelter)
    # nothing refers to the commit yet, so this may be interrupted; signing it may ask for a passphrase
    commit = _commit(merge, project, message, shelter)
    with signals.ignored():
        signals.check()
        obstacles.check_writable(project, [], objects.folders(store, project))
        objects.admit(store, project)
        try:
            reference.make(f"refs/heads/{name}", commit, project.top, shelter)
        except git.GitError as error:
            if taken := _taken(project, name):
                raise taken from error
            raise
        signals.finish()
    return commit


def _commit(merge: Merge, project: Project, message: str, shelter: Path) -> str:
    """Make the commit, signed where the user's settings say so: `git commit-tree` itself does not look at them."""
    signs = git.text("config", "--type=bool", "--get", "commit.gpgSign", cwd=project.top, expect=(0, 1)) == "true"
    try:
        return objects.commit(merge.tree, message, project, shelter, signs=signs)
    except git.GitError as error:
        if not signs:
            raise
        problem = f"the commit could not be signed, as commit.gpgSign asks for: {error.message}"
        hint = "does `git commit --gpg-sign` work there? `git config commit.gpgSign false` leaves signatures out"
        raise BgscriptError(problem, hint) from error


def commit_message(title: str, notes: Sequence[Note], conflicts: Sequence[str]) -> str:
    """The message of the commit: what changed, which conflicts are in it, and what is new."""
    listed = "\n".join(f"- {path}" for path in conflicts)
    marked = ["Conflicts are marked in these files; resolve them before you merge:\n\n" + listed] if conflicts else []
    return "\n\n".join([title, *marked, *(f"{note.version}\n\n{note.text}" for note in notes)]).rstrip() + "\n"


def _taken(project: Project, name: str) -> BgscriptError | None:
    """The error for a branch that exists, or for one that prevents it: git keeps a branch a/b in a folder a."""
    parts = name.split("/")
    above = ["/".join(parts[:end]) for end in range(1, len(parts))]
    wanted = [f"refs/heads/{each}" for each in (*above, name)]
    refs = git.text("for-each-ref", "--format=%(refname)", *wanted, cwd=project.top)
    found = [ref.removeprefix("refs/heads/") for ref in refs.splitlines()]
    if name in found:
        hint = "choose another name with --branch, or delete that branch with `git branch --delete`"
        return BgscriptError(f"{project.folder} already has a branch {name}", hint)
    blocking = next((each for each in found if each in above or each.startswith(f"{name}/")), "")
    if not blocking:
        return None
    problem = f"{project.folder} has a branch {blocking}, so git cannot make a branch {name} beside it"
    return BgscriptError(problem, "choose another name with --branch; `git branch` lists those that there are")
