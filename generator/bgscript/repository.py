"""Makes a new project a git repository with one commit, because updating needs one."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

_OLDEST = (2, 27)
"""copier's own minimum."""

_REDIRECTIONS = [f"GIT_{n}" for n in ("DIR", "WORK_TREE", "INDEX_FILE", "OBJECT_DIRECTORY", "COMMON_DIR", "NAMESPACE")]
"""Variables that would send our commands to another repository; git sets them while it runs hooks."""

_QUIETLY = ("commit.gpgSign=false", f"core.hooksPath={os.devnull}", "gc.auto=0", "init.defaultBranch=main")
"""The first commit is the generator's work: it must not stop for a passphrase or fail on somebody's hook."""


@dataclass(frozen=True)
class Outcome:
    """What became of the repository: a first commit, or one around the project that is left alone, or a warning.

    A warning tells what was left out, why, and the command that makes up for it.
    """

    committed: bool = False
    enclosing: Path | None = None
    warnings: Sequence[str] = ()


def start(stage: Path, destination: Path, app_name: str) -> Outcome:
    """Turn the staged project into a repository with one commit.

    Whatever git lacks is no reason not to make the project: it becomes a warning.

    Args:
        stage: the folder to work in.
        destination: where it will be; a repository around that is respected, and nothing is done.
        app_name: for the commit's message.
    """
    if found := enclosing(destination):
        return Outcome(enclosing=found)
    message = f"{app_name}, made with bgscript"
    commit = f"git commit --message {quote(message)}"
    go = f"cd {quote(str(destination))}"
    try:
        _check_version()
        _git(stage, "init", "--quiet")
        # by force: whatever the owner's global ignores say, every file that was made belongs to the project
        _git(stage, "add", "--all", "--force")
    except _GitError as error:
        shutil.rmtree(stage / ".git", ignore_errors=True)
        later = f"{go} && git init && git add --all && {commit}"
        return Outcome(warnings=[f"no git repository was made: {error}; later: {later}"])
    try:
        _git(stage, "commit", "--quiet", "--message", message)
    except _GitError as error:
        later = f"{go} && git config user.name 'Your Name' && git config user.email you@example.com && {commit}"
        return Outcome(warnings=[f"the first commit was left out: {error}; later: {later}"])
    return Outcome(committed=True)


def enclosing(folder: Path) -> Path | None:
    """The work tree that a folder, given from the root, lies in or is; the folder need not exist yet."""
    return next((parent for parent in [folder, *folder.parents] if (parent / ".git").exists()), None)


class _GitError(Exception):
    """git is missing, too old, or said no; the message says which, on one line."""


def _check_version() -> None:
    found = re.search(r"(\d+)\.(\d+)", version := _git(Path.cwd(), "--version"))
    if not found or (int(found[1]), int(found[2])) < _OLDEST:
        raise _GitError(f"{version} is older than {'.'.join(map(str, _OLDEST))}")


def _git(folder: Path, *arguments: str) -> str:
    settings = [word for setting in _QUIETLY for word in ("-c", setting)]
    environment = {name: value for name, value in os.environ.items() if name not in _REDIRECTIONS}
    try:
        done = subprocess.run(
            ["git", *settings, *arguments],
            cwd=folder,
            env=environment | {"LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
        )
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise _GitError("git is not installed" if missing else f"git cannot be run: {error.strerror}") from error
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"git ended with {done.returncode}"]
        raise _GitError(next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[0]))
    return done.stdout.strip()
