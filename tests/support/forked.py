"""Runs the command in a fork of a process that has imported it and has compiled the templates.

It is a process of its own, and takes a third of the time.

What matters to imports, to the entry point or to the process itself is tested with the real command.
"""

import json
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from pathlib import Path
from typing import NoReturn

LIMIT = 300
"""Seconds. A command that takes longer hangs."""


def command(words: list[str], cwd: Path, environment: dict[str, str]) -> tuple[int, str, str]:
    """Run ``bgscript`` without a terminal: exit code, standard output and standard error."""
    return _forks().run(words, cwd, environment)


@cache
def _forks() -> "Forks":
    """The one process that forks for this test process."""
    return Forks(dict(os.environ))


class Forks:
    """The process that forks. It ends with the process that made it, when its standard input ends."""

    def __init__(self, environment: dict[str, str]) -> None:
        words = [sys.executable, __file__]
        self._parent = subprocess.Popen(words, env=environment, stdin=-1, stdout=-1, text=True)

    def run(self, words: list[str], cwd: Path, environment: dict[str, str]) -> tuple[int, str, str]:
        """Run one command in a fork."""
        with tempfile.NamedTemporaryFile() as out, tempfile.NamedTemporaryFile() as err:
            spec = {"words": words, "cwd": str(cwd), "environment": environment, "out": out.name, "err": err.name}
            assert self._parent.stdin
            assert self._parent.stdout
            self._parent.stdin.write(json.dumps(spec) + "\n")
            self._parent.stdin.flush()
            code = int(self._parent.stdout.readline())
            return code, out.read().decode(), err.read().decode()


def serve() -> None:
    """Read one command a line, and write its exit code."""
    # so that forks have them
    import copier  # noqa: F401

    from bgscript.change import steps  # noqa: F401
    from bgscript.cli import main  # noqa: F401
    from bgscript.cli.terminal import wizard  # noqa: F401
    from bgscript.new import create  # noqa: F401

    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.support.compiled import compiled_once
    from tests.support.projects import render

    with compiled_once():
        with tempfile.TemporaryDirectory() as folder:
            render({"target": "home-dashboard"}, Path(folder) / "app")  # the forks have its templates, compiled
        for line in sys.stdin:
            child = os.fork()
            if child == 0:
                become(**json.loads(line))
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)


def become(words: list[str], cwd: str, environment: dict[str, str], out: str, err: str) -> NoReturn:
    """Be the command, and end."""
    import signal

    from bgscript.__main__ import main

    signal.alarm(LIMIT)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # TMPDIR can be another one than the parent's
    for number, path in enumerate((os.devnull, out, err)):
        opened = os.open(path, os.O_RDWR)
        os.dup2(opened, number)
        os.close(opened)
    if hook := environment.get("BGSCRIPT_TESTS_HOOK"):
        runpy.run_path(hook)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
    sys.argv = ["bgscript", *words]
    code = 1
    try:
        code = main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:  # as Python itself would tell it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
