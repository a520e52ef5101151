"""Runs git for bgscript: in the right repository, without prompts, hooks or the user's settings."""

import os
import re
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bgscript.system import locks
from bgscript.system.errors import BgscriptError

_REDIRECTIONS = {
    f"GIT_{name}"
    for name in ("DIR", "WORK_TREE", "INDEX_FILE", "OBJECT_DIRECTORY", "COMMON_DIR", "NAMESPACE", "PREFIX")
} | {"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_ATTR_SOURCE"}
"""Variables that would make git use another repository; git sets them while it runs hooks."""

_PATHSPECS = {"GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"}
"""Variables that give paths another meaning. git refuses them beside GIT_LITERAL_PATHSPECS, which is set here."""

_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "fetch.fsckObjects": "false",
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": "30",
}
"""No hooks, no background work, and a time limit for a connection without data."""


class GitError(BgscriptError):
    """git is missing or has failed; the message has its reason, on one line."""


def run(
    *arguments: str | Path,
    cwd: Path | None = None,
    stdin: bytes | None = None,
    env: Mapping[str, str] | None = None,
    expect: tuple[int, ...] = (0,),
    settings: Mapping[str, str] | None = None,
    shielded: bool = False,
) -> bytes:
    """Run git and return what it prints.

    Args:
        arguments: the words after ``git``.
        cwd: the folder to run in.
        stdin: what it reads; nothing by default, so that it never waits for input.
        env: variables to set in addition to the environment.
        expect: exit codes that are not a failure.
        settings: git settings in addition to those for every command.
        shielded: run it in a process group of its own, so that a terminal's Ctrl-C does not reach it. It holds the
            locks of this process too, because it goes on when this process is killed.

    Raises:
        GitError: git is not installed, or ended with another exit code.
    """
    words = [f"{name}={value}" for name, value in {**_SETTINGS, **(settings or {})}.items()]
    try:
        done = subprocess.run(
            ["git", *(word for setting in words for word in ("-c", setting)), *map(str, arguments)],
            cwd=cwd,
            env={**_environment(), **(env or {})},
            input=b"" if stdin is None else stdin,
            capture_output=True,
            process_group=0 if shielded else None,
            pass_fds=locks.held() if shielded else (),
        )
    except OSError as error:
        missing = isinstance(error, FileNotFoundError) and error.filename == "git"
        reason = "git is not installed" if missing else f"git cannot be run: {error.strerror}"
        raise GitError(reason, "install git, 2.38 or newer" if missing else "") from error
    if done.returncode not in expect:
        command = next((str(word) for word in arguments if not str(word).startswith("-")), "")
        raise GitError(f"git {command}: {_reason(done.stderr, done.returncode)}", _remedy(done.stderr))
    return done.stdout


def text(*arguments: str | Path, **settings: Any) -> str:
    """What git prints, as text without the last line break; see ``run``."""
    return os.fsdecode(run(*arguments, **settings)).rstrip("\n")


@cache
def version() -> tuple[int, int]:
    """The major and minor version of the git on PATH."""
    found = re.search(r"(\d+)\.(\d+)", text("--version"))
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _REDIRECTIONS | _PATHSPECS}
    never_ask = {"GIT_TERMINAL_PROMPT": "0", "GCM_INTERACTIVE": "never", "SSH_ASKPASS_REQUIRE": "never"}
    ssh = {} if "GIT_SSH_COMMAND" in kept or "GIT_SSH" in kept else {"GIT_SSH_COMMAND": "ssh -o BatchMode=yes"}
    return {**kept, **never_ask, **ssh, "LC_ALL": "C", "GIT_LITERAL_PATHSPECS": "1", "GIT_OPTIONAL_LOCKS": "0"}


def _reason(stderr: bytes, code: int) -> str:
    lines = stderr.decode(errors="replace").strip().splitlines() or [f"exit code {code}, without a message"]
    first = next((line for line in lines if line.startswith(("fatal:", "error:"))), lines[0])
    return first.removeprefix("fatal: ").removeprefix("error: ")


def _remedy(stderr: bytes) -> str:
    """The command that git proposes when it refuses a repository of another user."""
    found = re.search(r"git config --global --add safe\.directory .+", stderr.decode(errors="replace"))
    return f"if you trust it: {found[0]}" if found else ""
