"""Commands as a user runs them, and what they leave."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.support import forked
from tests.support.layers import passed_on
from tests.support.paths import BIN, HANGS
from tests.support.schemas import check_output

T = TypeVar("T")


NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}
"""For commands with a limit on the size of files: Python would keep a compiled module that is cut off."""

NO_CACHE = {"BGSCRIPT_CACHE": ""}
"""For tests that look at everything that a command writes in a folder, which is its home directory, too."""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


def run(*words: str | Path, cwd: Path, env: dict[str, str] | None = None, **settings) -> Done:
    """Run a program, without a terminal, in an environment that has git's identity and nothing else of the user's."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**environment(cwd), **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=HANGS,
        **settings,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def run_bgscript(*words: str | Path, cwd: Path, **settings) -> Done:
    """Run bgscript: in a fork, see forked.py; with any setting, such as ``env``, the real command.

    What it prints as JSON has to be what `bgscript schema output` describes.
    """
    if settings:
        done = run(BIN / "bgscript", *words, cwd=cwd, **settings)
    else:
        done = Done(*forked.command([str(word) for word in words], cwd, environment(cwd)))
    check_output(words, done.out)
    return done


def environment(home: Path) -> dict[str, str]:
    """A clean environment: our Node and git on PATH, and a home without settings."""
    return {
        "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]]),
        "HOME": str(home),
        "XDG_CONFIG_HOME": "",  # a developer's own defaults for `new` are not read
        "APPDATA": "",
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "BGSCRIPT_CACHE": "",  # off: it would be in the home directory, which is often the folder of a test
        "GIT_AUTHOR_NAME": "Test",
        "GIT_AUTHOR_EMAIL": "test@example.com",
        "GIT_COMMITTER_NAME": "Test",
        "GIT_COMMITTER_EMAIL": "test@example.com",
        **passed_on(),
    }


def network() -> dict[str, str]:
    """The user's own environment, for the one thing that needs the user's way to the npm registry."""
    return {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]])}


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder, without git's own and installed packages."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {".git", "node_modules", "build"} & set(path.relative_to(folder).parts)
    }


def everything_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def until(condition: Callable[[], T]) -> T:
    """Wait for an event: until a condition holds."""
    end = time.monotonic() + HANGS
    while not (found := condition()):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
    return found


@contextmanager
def in_process(home: Path) -> Iterator[None]:
    """An update in this very process: a clean environment, and the signals as they were."""
    before, handlers = (
        dict(os.environ),
        {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)},
    )
    os.environ |= environment(home)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        for number, handler in handlers.items():
            signal.signal(number, handler)
