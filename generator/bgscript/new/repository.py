"""Makes a new project a git repository with one commit, because updating needs one."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from bgscript.system import git
from bgscript.system.git import GitError

_OLDEST = (2, 27)
"""copier's own minimum."""

_QUIETLY = {"commit.gpgSign": "false", "init.defaultBranch": "main"}
"""The generator makes the first commit, so it must not stop for a passphrase."""


@dataclass(frozen=True)
class Outcome:
    """The result for the repository: an enclosing one, which is left alone, or a warning; otherwise nothing to report.

    A warning says what was left out, why, and the command to do it later.
    """

    enclosing: Path | None = None
    warnings: Sequence[str] = ()


def start(stage: Path, destination: Path, app_name: str) -> Outcome:
    """Turn the staged project into a repository with one commit.

    A failure of git becomes a warning. The project is made anyway.

    Args:
        stage: the folder to work in.
        destination: where it will be. If that is inside a repository, nothing is done.
        app_name: for the commit's message.
    """
    if found := enclosing(destination):
        return Outcome(enclosing=found)
    message = f"{app_name}, made with bgscript"
    commit = f"git commit --message {quote(message)}"
    go = f"cd {quote(str(destination))}"
    try:
        _check_version()
        git.run("init", "--quiet", cwd=stage, settings=_QUIETLY)
        _add(stage)
    except GitError as error:
        shutil.rmtree(stage / ".git", ignore_errors=True)
        later = f"{go} && git init && git add --all && {commit}"
        return Outcome(warnings=[f"no git repository was made: {error}; later: {later}"])
    try:
        git.run("commit", "--quiet", "--message", message, cwd=stage, settings=_QUIETLY)
    except GitError as error:
        later = f"{go} && git config user.name 'Your Name' && git config user.email you@example.com && {commit}"
        return Outcome(warnings=[f"the first commit was left out: {error}; later: {later}"])
    return Outcome()


def _add(stage: Path) -> None:
    """Add every file except installed packages, by force, because the owner's global ignores must not apply."""
    git_parts = {".git", "node_modules"}
    paths = (path.relative_to(stage) for path in stage.rglob("*") if path.is_symlink() or not path.is_dir())
    names = [os.fsencode(path) for path in paths if path.parts[0] not in git_parts]
    words = ("add", "--force", "--pathspec-from-file=-", "--pathspec-file-nul")
    git.run(*words, cwd=stage, stdin=b"\0".join(names))


def enclosing(folder: Path) -> Path | None:
    """The work tree that contains a folder, or that the folder is. The path is absolute; it need not exist yet."""
    return next((parent for parent in [folder, *folder.parents] if (parent / ".git").exists()), None)


def _check_version() -> None:
    if git.version() < _OLDEST:
        here, oldest = (".".join(map(str, version)) for version in (git.version(), _OLDEST))
        raise GitError(f"git {here} is older than {oldest}")
