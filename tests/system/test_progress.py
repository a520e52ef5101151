"""Progress: whole lines, only for what takes long, only on a terminal."""

import threading
from functools import partial

import pytest

from bgscript.system import progress
from bgscript.system.progress import Progress
from tests.support import terminal
from tests.support.commands import environment, run, until
from tests.support.paths import BIN, HANGS
from tests.support.sandbox import edited_sandbox


@pytest.fixture
def said():
    return []


@pytest.fixture
def patient(said, monkeypatch):
    """Progress with a limit that a test reaches."""
    monkeypatch.setattr(progress, "AFTER", 0.05)
    return Progress(said.append)


def test_what_is_quick_is_not_mentioned(said, monkeypatch):
    monkeypatch.setattr(progress, "AFTER", HANGS)
    with Progress(said.append).during("It takes long"):
        pass
    assert said == []
    assert threading.active_count() == 1 or not any(isinstance(t, threading.Timer) for t in threading.enumerate())


def test_what_takes_long_is_said_once(patient, said):
    with patient.during("It takes long"):
        until(lambda: said)
        assert said == ["It takes long"]
    assert said == ["It takes long"]


def test_nothing_is_said_without_somebody_who_looks(monkeypatch):
    monkeypatch.setattr(threading, "Timer", None)
    with Progress().during("It takes long"):
        pass
    assert list(Progress().each(["a", "b"])) == ["a", "b"]


def test_of_many_the_one_that_is_under_way_is_named(patient, said):
    for name in patient.each(["a", "b", "c"]):
        if name != "b":
            until(partial(_is_last, said, name))
    assert said[0] == "1 of 3: a"
    assert said[-1] == "3 of 3: c"


def _is_last(said, name):
    return said and said[-1].endswith(name)


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.now, self.due = 0.0, {}

    def passes(self, seconds: float) -> None:
        end = self.now + seconds
        for timer, at in list(self.due.items()):
            if at <= end:
                self.now = at
                timer.ends()
        self.now = end


class Timer:
    """Python's, with such a clock."""

    def __init__(self, clock, wait, function, arguments) -> None:
        self._clock, self._wait, self._function = clock, wait, partial(function, *arguments)

    def start(self) -> None:
        self._clock.due[self] = self._clock.now + self._wait

    def ends(self) -> None:
        self.cancel()
        self._function()

    def cancel(self) -> None:
        self._clock.due.pop(self, None)

    def join(self) -> None:
        """It has no thread."""


def test_after_a_line_the_next_ones_have_to_take_long_again(said, monkeypatch):
    clock = Clock()
    monkeypatch.setattr(progress, "monotonic", lambda: clock.now)
    monkeypatch.setattr(threading, "Timer", partial(Timer, clock))
    for name in Progress(said.append).each([str(number) for number in range(50)]):
        clock.passes(5 if name == "0" else 0.125)
    # the first is said after 2 of its 5 seconds, so the second at once; then one each 2 seconds, which are 16 names
    assert said == ["1 of 50: 0", "2 of 50: 1", "17 of 50: 16", "33 of 50: 32", "49 of 50: 48"]


def test_one_alone_is_not_counted(patient, said):
    for _ in patient.each(["a"]):
        threading.Event().wait(0.2)
    assert said == []


def test_an_error_leaves_no_thread(patient, said):
    with pytest.raises(KeyError), patient.during("It takes long", 60):
        raise KeyError
    assert not any(isinstance(thread, threading.Timer) for thread in threading.enumerate())


AT_ONCE = """
import sys
from bgscript.system import progress
progress.AFTER = 0
from bgscript.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


NPM = """#!/bin/sh
while [ ! -e "{go}" ]; do sleep 0.1; done
mkdir -p node_modules
echo '{{}}' > package-lock.json
echo npm has ended
"""
"""It takes long: until a test lets it go on."""


@pytest.fixture
def slow_npm(tmp_path):
    """An environment with it, and the file that it waits for."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "npm").write_text(NPM.format(go=folder / "go"))
    (folder / "npm").chmod(0o755)
    yield {"PATH": f"{folder}:{environment(tmp_path)['PATH']}"}, folder / "go"
    (folder / "go").touch()


@pytest.mark.usefixtures("terminal")
def test_an_installation_on_a_terminal_has_a_line_and_elsewhere_none(slow_npm, tmp_path):
    env, go = slow_npm
    screen = terminal.bgscript(tmp_path, "new", "app", "--yes", "--install", env=env)
    screen.waits_for("Installing the npm packages …")
    go.touch()
    assert screen.ends() == 0
    shown = screen.everything()
    assert shown.index("Installing the npm packages …") < shown.index("npm has ended") < shown.index("Made app")
    assert "\x1b" not in screen.sent.partition("Installing")[2].partition("npm has ended")[0]
    words = (BIN / "python", "-c", AT_ONCE, "new")
    done = run(*words, "other", "--yes", "--install", cwd=tmp_path, env=env)
    assert (done.code, "Installing" in done.out + done.err) == (0, False)
    json = terminal.Terminal(tmp_path, *words, "third", "--yes", "--install", "--json", env=env)
    assert json.ends() == 0
    assert "Installing" not in json.everything()
    watched = terminal.Terminal(tmp_path, *words, "fourth", "--yes", "--install", env=env)
    assert watched.ends() == 0
    assert "Installing" in watched.everything()


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("command", ["update", "check"])
def test_many_projects_on_a_terminal_are_counted(command, bgscript, tmp_path):
    boxes = [edited_sandbox(tmp_path / name).project for name in ("one", "two", "three")]
    if command == "check":
        boxes = [tmp_path / "repos"]
        for name in ("a", "b", "c"):
            assert bgscript("new", f"repos/{name}", "--yes", "--no-git").code == 0
    screen = terminal.Terminal(tmp_path, BIN / "python", "-c", AT_ONCE, command, *boxes, columns=200, rows=60)
    screen.ends()
    last = "three" if command == "update" else "repos/c"
    line = next(line for line in screen.everything().splitlines() if line.startswith("3 of 3: "))
    assert last in line
    quiet = run(BIN / "python", "-c", AT_ONCE, command, *boxes, cwd=tmp_path)
    assert " of 3: " not in quiet.out + quiet.err
