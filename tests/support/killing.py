"""Runs of bgscript that are killed with SIGKILL, and what they leave: a real signal, to a real process.

Either at the n-th file operation or start of a program (see killer/sitecustomize.py), or at the
n-th call of git, before, while or after it works (by a `git` of its own on PATH).
"""

import ctypes
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support import forked
from tests.support.commands import Done, environment, run, until
from tests.support.paths import BIN
from tests.support.sandbox import git

_KILLER = Path(__file__).parent / "killer"

_DROP = 24
"""Linux's PR_CAPBSET_DROP."""

_GIT = """#!/bin/sh
count=$(($(cat "{count}" 2>/dev/null || echo 0) + 1))
echo $count > "{count}"
echo "$*" >> "{count}.log"
[ "$count" = "$KILL_AT_GIT" ] || exec "{git}" "$@"
case "$KILL_HOW" in
before) kill -9 $PPID ;;
after) "{git}" "$@"; kill -9 $PPID ;;
while) "{git}" "$@" <&0 & kill -9 $! $PPID ;;
alone) kill -9 $$ ;;
alone-late) "{git}" "$@"; kill -9 $$ ;;
orphan) kill -9 $PPID; while [ -e "{busy}" ]; do sleep 0.1; done; exec "{git}" "$@" ;;
locked)
    for word in "$@"; do
        shift
        [ "$word" = core.hooksPath=/dev/null ] && word="core.hooksPath={hooks}"
        set -- "$@" "$word"
    done
    export BGSCRIPT=$PPID
    "{git}" "$@" ;;
esac
"""

_HOOK = """#!/bin/sh
[ "$1" != prepared ] || kill -9 $PPID $BGSCRIPT
"""
"""git runs it when it has locked a branch and has not written it yet."""


@dataclass(frozen=True)
class Found:
    """What somebody finds: files with their modes, folders, git's index, commits and branches, and locks."""

    files: dict[str, Any]
    folders: set[str]
    git: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def found(folder: Path) -> Found:
    """All that a command may change in a folder, byte for byte; without objects, which nothing may refer to."""
    files, folders, left = {}, set(), []
    for base, names, entries in os.walk(folder):
        if Path(base).name == ".git":
            left += [name for name in [*names, *entries] if name.startswith(".bgscript") or name.endswith(".lock")]
            left += [str(path.relative_to(base)) for path in Path(base, "refs").rglob("*.lock")]
            left += [str(path.relative_to(base)) for path in Path(base, "objects").rglob("tmp_*")]
            names[:] = []
            continue
        folders |= {os.path.relpath(Path(base, name), folder) for name in names}
        for name in entries:
            path = Path(base, name)
            mode = path.lstat().st_mode
            files[os.path.relpath(path, folder)] = (
                mode,
                str(path.readlink()) if path.is_symlink() else path.read_bytes(),
            )
    repository = {}
    for top in [folder, *(path for path in folder.iterdir() if path.is_dir() and not path.is_symlink())]:
        if (top / ".git").is_dir():
            repository |= {
                f"{top.name} {' '.join(words)}": git(*words, cwd=top, check=False)
                for words in (
                    ["ls-files", "--stage"],
                    ["for-each-ref"],
                    ["rev-parse", "HEAD"],
                    ["status", "--porcelain"],
                )
            }
    return Found(files, folders, repository, sorted(left))


@dataclass
class Killer:
    """Runs commands in a folder that can be restored, and kills them."""

    root: Path

    @property
    def folder(self) -> Path:
        return self.root / "here"

    def keep(self) -> None:
        """Remember the folder as it is, for ``restore``."""
        shutil.copytree(self.folder, self.root / "kept", symlinks=True)

    def restore(self) -> None:
        """Bring the folder back: the same files, with their times."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.root / "kept", self.folder, symlinks=True)

    def run(self, words: list[str], *, real: bool = False, **variables: str) -> Done:
        """Run bgscript in the folder, in a fork or, with ``real``, as a user does.

        What a killed run leaves among the temporary files is no other test's.
        """
        temporary = self.root / "temporary"
        temporary.mkdir(exist_ok=True)
        variables = {"TMPDIR": str(temporary), **variables}
        if real:
            return run(BIN / "bgscript", *words, cwd=self.folder, env={"HOME": str(self.root), **variables})
        return Done(*forked.command(words, self.folder, {**environment(self.root), **variables}))

    def operations(self, words: list[str], code: int | None = None) -> list[str]:
        """The operations that a run does, each of which it can be killed at; ``code`` is how it ends, else well."""
        log = self.root / "operations"
        log.unlink(missing_ok=True)
        done = self.run(words, **self._hook(), KILLER_LOG=str(log))
        assert done.code in ((0, 4) if code is None else (code,)), done.err
        return log.read_text().splitlines()

    def kill(self, words: list[str], at: int, *, real: bool = False) -> None:
        """Kill a run at an operation, counted from 1."""
        done = self.run(words, real=real, **self._hook(), KILLER_AT=str(at))
        assert done.code == -signal.SIGKILL, (done, at)

    def git_calls(self, words: list[str]) -> list[str]:
        """git's arguments for each call of it in a run."""
        counter = self._git()
        done = self.run(words, PATH=self._path())
        assert done.code in (0, 4), done.err
        return (counter.parent / "count.log").read_text().splitlines()

    def kill_at_git(self, words: list[str], at: int, how: str) -> Done:
        """Kill a run at a call of git, counted from 1: before, after or while git works.

        With ``orphan`` git works on until ``let_go``; with ``alone``, that git only is killed, before it works, with
        ``alone-late``, when it has worked; with ``locked`` both are, while git holds its lock on a branch.
        """
        self._git()
        if how == "orphan":
            self._busy.touch()
        done = self.run(words, PATH=self._path(), KILL_AT_GIT=str(at), KILL_HOW=how)
        if how != "orphan":
            self._wait_for_the_rest()
        return done

    def let_go(self) -> None:
        """Let the git of an ``orphan`` do its work, and wait until it has ended."""
        self._busy.unlink(missing_ok=True)
        self._wait_for_the_rest()

    def _wait_for_the_rest(self) -> None:
        """Wait until all programs that a killed run had started have ended: they hold its lock, and may write."""
        mark = os.fsencode(self._shim)
        until(lambda: not any(mark in variables for variables in _environments()))

    def _hook(self) -> dict[str, str]:
        hook = _KILLER / "sitecustomize.py"
        return {"PYTHONPATH": str(_KILLER), "BGSCRIPT_TESTS_HOOK": str(hook), "KILLER_BELOW": str(self.folder)}

    def _git(self) -> Path:
        shim = self._shim
        shutil.rmtree(shim, ignore_errors=True)
        shim.mkdir()
        (shim / "hooks").mkdir()
        names = {"count": shim / "count", "git": shutil.which("git"), "hooks": shim / "hooks", "busy": self._busy}
        (shim / "git").write_text(_GIT.format(**names))
        (shim / "hooks" / "reference-transaction").write_text(_HOOK)
        for program in (shim / "git", shim / "hooks" / "reference-transaction"):
            program.chmod(0o755)
        return shim / "count"

    @property
    def _shim(self) -> Path:
        return self.root / "shim"

    @property
    def _busy(self) -> Path:
        return self._shim / "busy"

    def _path(self) -> str:
        return f"{self._shim}{os.pathsep}{environment(self.root)['PATH']}"


def _environments() -> Iterator[bytes]:
    """The variables with which each program that runs was started."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is another user's
            yield (process / "environ").read_bytes()


def without_power() -> None:
    """For ``preexec_fn``: as root, give up what lets root ignore owners and permissions of files."""
    if os.geteuid() == 0:
        prctl = ctypes.CDLL(None).prctl
        for capability in range(4):  # to change owners, to ignore permissions (two), to ignore owners
            assert prctl(_DROP, capability, 0, 0, 0) == 0
