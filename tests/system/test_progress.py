"""Progress: whole lines, only for what takes long, only on a terminal."""

import threading
from functools import partial

import pytest

from bgscript.system import progress
from bgscript.system.progress import Progress
from tests.support import terminal
from tests.support.commands import run, until
from tests.support.paths import BIN
from tests.support.sandbox import edited_sandbox


@pytest.fixture
def said():
    return []


@pytest.fixture
def patient(said, monkeypatch):
    """Progress with a limit that a test reaches."""
    monkeypatch.setattr(progress, "AFTER", 0.05)
    return Progress(said.append)


def test_what_is_quick_is_not_mentioned(said):
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


def test_after_a_line_the_next_ones_have_to_take_long_again(patient, said):
    names = [str(number) for number in range(200)]
    for name in patient.each(names):
        if name == "0":
            until(lambda: said)
    print(f"{len(said)} lines for {len(names)} projects, of which one took long")
    assert 1 <= len(said) < 100


def test_one_alone_is_not_counted(patient, said):
    for _ in patient.each(["a"]):
        threading.Event().wait(0.2)
    assert said == []


def test_an_error_leaves_no_thread(patient, said):
    with pytest.raises(KeyError), patient.during("It takes long", 60):
        raise KeyError
    assert not any(isinstance(thread, threading.Timer) for thread in threading.enumerate())


NPM = "#!/bin/sh\nsleep 2.5\nmkdir -p node_modules\necho '{}' > package-lock.json\necho npm has ended\n"


@pytest.fixture
def slow_npm(tmp_path):
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "npm").write_text(NPM)
    (folder / "npm").chmod(0o755)
    from tests.support.commands import environment

    return {"PATH": f"{folder}:{environment(tmp_path)['PATH']}"}


@pytest.mark.usefixtures("terminal")
def test_an_installation_on_a_terminal_has_a_line_and_elsewhere_none(slow_npm, tmp_path):
    screen = terminal.bgscript(tmp_path, "new", "app", "--yes", "--install", env=slow_npm)
    assert screen.ends() == 0
    shown = screen.everything()
    assert shown.index("Installing the npm packages …") < shown.index("npm has ended") < shown.index("Made app")
    assert "\x1b" not in screen.sent.partition("Installing")[2].partition("npm has ended")[0]
    done = run(BIN / "bgscript", "new", "other", "--yes", "--install", cwd=tmp_path, env=slow_npm)
    assert (done.code, "Installing" in done.out + done.err) == (0, False)
    json = terminal.bgscript(tmp_path, "new", "third", "--yes", "--install", "--json", env=slow_npm)
    assert json.ends() == 0
    assert "Installing" not in json.everything()


MANY = """
import sys
from bgscript.system import progress
progress.AFTER = 0
from bgscript.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("command", ["update", "check"])
def test_many_projects_on_a_terminal_are_counted(command, bgscript, tmp_path):
    boxes = [edited_sandbox(tmp_path / name).project for name in ("one", "two", "three")]
    if command == "check":
        boxes = [tmp_path / "repos"]
        for name in ("a", "b", "c"):
            assert bgscript("new", f"repos/{name}", "--yes", "--no-git").code == 0
    screen = terminal.Terminal(tmp_path, BIN / "python", "-c", MANY, command, *boxes, columns=200, rows=60)
    screen.ends()
    last = "three" if command == "update" else "repos/c"
    line = next(line for line in screen.everything().splitlines() if line.startswith("3 of 3: "))
    assert last in line
    quiet = run(BIN / "python", "-c", MANY, command, *boxes, cwd=tmp_path)
    assert " of 3: " not in quiet.out + quiet.err
