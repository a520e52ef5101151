"""Runs of bgscript that get a signal at a fixed moment: at an event in Python, or as git starts.

A moment that is chosen by the clock is another one on each machine, and on a slow one always the same.
"""

import shutil
import signal
from pathlib import Path

from tests.support.commands import NO_CACHE, Done, environment, run
from tests.support.paths import BIN

_PROGRAM = """
import os, signal, sys
from bgscript.__main__ import main
number, at, log = int(sys.argv.pop(1)), int(sys.argv.pop(1)), sys.argv.pop(1)
events, is_listening, is_over = 0, False, False
def count(*_):
    global events, is_listening
    is_listening = is_listening or callable(signal.getsignal(signal.SIGHUP))  # the last of those that it handles
    if is_listening and not is_over:
        events += 1
        if events == at:
            os.killpg(0, number)
sys.addaudithook(count)
code = main()
is_over = True
with open(log, "w") as file:
    file.write(str(events))
sys.exit(code)
"""
"""Python reports what it does: files, modules, programs. What counts is what it does once it handles signals."""

_GIT = """#!/bin/sh
count=$(($(cat "{log}" 2>/dev/null || echo 0) + 1))
echo $count > "{log}"
[ "$count" != "$STOP_AT_GIT" ] || kill -s "$STOP_WITH" -- -$(cut -d " " -f 5 /proc/$PPID/stat)
exec "{git}" "$@"
"""


class Stopper:
    """Runs a command and sends a signal to its process group, as a terminal does: git hears it, too."""

    def __init__(self, folder: Path) -> None:
        """Prepare runs, with a folder for what they need themselves."""
        self._log, self._shim = folder / "count", folder / "shim"
        self._shim.mkdir(parents=True)
        (self._shim / "git").write_text(_GIT.format(log=self._log, git=shutil.which("git")))
        (self._shim / "git").chmod(0o755)

    def run(self, *words: str | Path, cwd: Path, at: int = 0, number: signal.Signals = signal.SIGINT) -> Done:
        """Run a command; it gets the signal at an event, counted from 1, or never."""
        program = (BIN / "python", "-c", _PROGRAM, str(number.value), str(at), self._log)
        return run(*program, *words, cwd=cwd, env=NO_CACHE, start_new_session=True)

    def run_to_git(self, *words: str | Path, cwd: Path, at: int = 0, number: signal.Signals = signal.SIGINT) -> Done:
        """Run a command; it gets the signal at a call of git, counted from 1, or never."""
        self._log.unlink(missing_ok=True)
        variables = {"STOP_AT_GIT": str(at), "STOP_WITH": number.name.removeprefix("SIG")}
        path = f"{self._shim}:{environment(cwd)['PATH']}"
        return run(
            *(BIN / "bgscript", *words), cwd=cwd, env={**NO_CACHE, **variables, "PATH": path}, start_new_session=True
        )

    @property
    def count(self) -> int:
        """How many events or calls of git the last run had."""
        return int(self._log.read_text())
