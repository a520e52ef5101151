"""Starts another program to read its version: with a time limit, and without a terminal or input."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress

LIMIT = 10.0
"""Seconds that a program may take to print its version."""

_MOST = 10_000
"""How many bytes of its output are read."""

Version = tuple[int, ...]


class NoVersion(Exception):
    """Why a program has no version, to be read after its name."""


def version_of(name: str) -> Version:
    """The version that ``name --version`` prints.

    Raises:
        NoVersion: the program is missing, does not end, fails, or prints no version.
    """
    program = shutil.which(name)
    if program is None:
        raise NoVersion("not on PATH")
    text = _output(program)
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    if not found:
        raise NoVersion("prints no version")
    return tuple(int(part) for part in found.groups() if part is not None)


def _output(program: str) -> str:
    """What it prints. The output goes to a file: a pipe would stay open as long as any program that it has started."""
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.Popen(
                [program, "--version"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "NO_UPDATE_NOTIFIER": "1", "LC_ALL": "C"},
                start_new_session=True,  # so that what it starts can be ended, too
            )
        except OSError as error:
            raise NoVersion(f"cannot be started: {error.strerror or error}") from error
        try:
            code = process.wait(LIMIT)
        except subprocess.TimeoutExpired as error:
            raise NoVersion(f"did not answer within {LIMIT:g} seconds") from error
        finally:
            if process.poll() is None:
                _end(process)
        if code:
            raise NoVersion(f"ended with {code} when asked for its version")
        output.seek(0)
        return output.read(_MOST).decode("utf-8", "replace")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a program and those that it has started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def words(version: Version) -> str:
    """A version as people write it."""
    return ".".join(map(str, version))
