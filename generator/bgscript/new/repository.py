"""Makes a new project a git repository with one commit, because updating needs one."""

import os
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
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

    ``is_staged`` says that the files were added to a repository that has commits, and are the owner's to commit.
    A warning says what was left out, why, and the command to do it later.
    """

    enclosing: Path | None = None
    is_staged: bool = False
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


def join(folder: Path, files: Sequence[str], app_name: str) -> Outcome:
    """Add a project's files to the repository that its folder was before, and commit them if they are the first.

    Args:
        folder: the repository's top, with the project in it.
        files: paths from there; nothing else is added.
        app_name: for the commit's message.
    """
    message = f"{app_name}, made with bgscript"
    try:
        _check_version()
        _add_paths(folder, files)
        if git.text("rev-parse", "--verify", "--quiet", "HEAD", cwd=folder, expect=(0, 1)):
            return Outcome(is_staged=True)
        git.run("commit", "--quiet", "--message", message, cwd=folder, settings=_QUIETLY)
    except GitError as error:
        later = f"git add --all && git commit --message {quote(message)}"
        if lock := _lock(folder):
            held = f"{lock} is the lock of a git that runs there or was killed; once none runs there, remove it"
            reason, later = f"{error}; {held}", f"rm -f {quote(lock)} && {later}"
        else:
            reason = str(error)
        return Outcome(warnings=[f"the project was not committed: {reason}; later: cd {quote(str(folder))} && {later}"])
    return Outcome()


def _lock(folder: Path) -> str:
    """The path of the lock on a repository's index, if there is one: git leaves it there when it is killed."""
    with suppress(GitError):
        path = git.text("rev-parse", "--git-path", "index.lock", cwd=folder)
        return path if (folder / path).exists() else ""
    return ""


def _add(stage: Path) -> None:
    """Add every file except installed packages, by force, because the owner's global ignores must not apply."""
    paths = (path.relative_to(stage) for path in stage.rglob("*") if path.is_symlink() or not path.is_dir())
    _add_paths(stage, without_packages(map(str, paths)))


def without_packages(names: Iterable[str]) -> list[str]:
    """The files of a project that are committed: all but installed packages and git's own."""
    return [name for name in names if PurePath(name).parts[0] not in {".git", "node_modules"}]


def _add_paths(folder: Path, names: Sequence[str]) -> None:
    words = ("add", "--force", "--pathspec-from-file=-", "--pathspec-file-nul")
    git.run(*words, cwd=folder, stdin=b"\0".join(map(os.fsencode, names)))


def enclosing(folder: Path) -> Path | None:
    """The work tree that contains a folder, or that the folder is. The path is absolute; it need not exist yet."""
    return next((parent for parent in [folder, *folder.parents] if (parent / ".git").exists()), None)


def _check_version() -> None:
    if git.version() < _OLDEST:
        here, oldest = (".".join(map(str, version)) for version in (git.version(), _OLDEST))
        raise GitError(f"git {here} is older than {oldest}")
