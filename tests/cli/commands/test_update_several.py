"""`bgscript update` of several projects: a line for each, the worst exit code, one object."""

import json
import os
import signal
import subprocess

import pytest

from bgscript.cli.commands import update as commands
from bgscript.cli.output import Output
from tests.support.commands import environment, run, until
from tests.support.paths import BIN, HANGS
from tests.support.sandbox import (
    ANSWERS,
    BOTH,
    CLASH,
    MARKED,
    edited_sandbox,
    git,
    state,
    write,
)

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture
def box(git, tmp_path):
    return edited_sandbox(tmp_path / "one")


@pytest.fixture
def three(tmp_path):
    """A project to update, one with a conflict, and one that is current."""
    boxes = [
        edited_sandbox(tmp_path / "one"),
        edited_sandbox(tmp_path / "two", CLASH),
        edited_sandbox(tmp_path / "three"),
    ]
    boxes[2].bgscript()
    git("commit", "--quiet", "--all", "--message", "Template 1.1.0", cwd=boxes[2].repository)
    return boxes


def update(boxes, *flags):
    return run(BIN / "bgscript", "update", *(box.project for box in boxes), *flags, cwd=boxes[0].root)


def test_each_of_several_projects_has_a_line(three):
    done = update(three)
    assert (done.code, done.err) == (4, "")
    assert (
        done.out
        == f"""\
Brought {three[0].project} from template 1.0.0 to 1.1.0: 3 files.
Brought {three[1].project} from template 1.0.0 to 1.1.0: 3 files, 1 in conflict. (a.txt)
{three[2].project} is current: template 1.1.0.
"""
    )
    assert [(box.project / "a.txt").read_text() for box in three] == [BOTH, MARKED, BOTH]


def test_one_that_fails_does_not_stop_the_others(three, tmp_path):
    write(three[0].project, {"a.txt": "not committed\n"})
    done = run(
        *(BIN / "bgscript", "update", three[0].project, tmp_path / "gone", three[1].project, three[2].project),
        cwd=tmp_path,
    )
    assert (done.code, len(done.out.splitlines())) == (1, 2)
    assert f"error: {three[0].project} has changes that are not committed: project/a.txt" in done.err
    assert f"error: {tmp_path / 'gone'} is not a folder" in done.err
    assert (three[1].project / "a.txt").read_text() == MARKED


@pytest.mark.parametrize(
    ("flags", "code", "message"),
    [
        (["--to=9.9"], 3, "has no release 9.9"),
        (["--to=1.0.0"], 2, "error: {}: --to 1.0.0 would go back from 1.1.0"),
        (["--set=nothing=1"], 2, "error: {}: --set nothing: unknown question"),
        (["--set=name=x"], 4, ""),
    ],
)
def test_the_exit_code_is_the_worst(three, flags, code, message):
    done = update(three, *flags)
    assert (done.code, message.format(three[2].project) in done.err) == (code, True), done.err


def test_json_of_several_projects_is_one_object(three):
    write(three[0].project, {"a.txt": "not committed\n"})
    result = json.loads(update(three, "--json").out)
    assert result["command"] == "update"
    first, second, third = result["projects"]
    assert (first["path"], first["error"]["code"]) == (str(three[0].project), 1)
    assert (second["conflicts"], second["template"]["version"], third["files"]) == (["a.txt"], "1.1.0", [])


def test_all_get_the_same_branch(three):
    done = update(three, "--branch=update", "--json")
    assert done.code == 4
    assert [bool(project["commit"]) for project in json.loads(done.out)["projects"]] == [True, True, False]


def test_the_wizard_takes_one_project(three):
    done = update(three, "--ask")
    assert (done.code, done.err) == (2, "error: --ask takes one project at a time\n")


def opened(pipe):
    """The end to write to, once somebody reads."""
    try:
        return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        return None


def test_ctrl_c_between_two_projects_is_heard_and_tells_how_many_are_done(three):
    """A run ignores signals once its project is done; the next project must not inherit that."""
    pipe = three[1].project / "wait"
    os.mkfifo(pipe)
    (three[1].project / ANSWERS).unlink()
    (three[1].project / ANSWERS).symlink_to("wait")  # its update waits for what never comes
    words = [BIN / "bgscript", "update", *(box.project for box in three)]
    home, pipes = three[0].root, {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(words, cwd=home, env=environment(home), text=True, **pipes)
    assert process.stdout.readline().startswith("Brought")
    held = until(lambda: opened(pipe))  # it reads
    process.send_signal(signal.SIGINT)
    # a signal between two calls of the system is only heard behind the next one: this one ends now
    os.close(held)
    _, errors = process.communicate(timeout=HANGS)
    assert (process.returncode, errors) == (
        130,
        f"error: stopped in {three[1].project}; 1 of 3 projects were done before\n",
    )
    assert state(three[0].project).files["a.txt"] == BOTH.encode()


def test_a_second_ctrl_c_changes_nothing_of_what_is_said(three, called, monkeypatch):
    """It comes while the first one is told."""
    tell = Output.fail

    def interrupted(*_, **__):
        os.kill(os.getpid(), signal.SIGINT)

    def again(self, *words, **settings):
        interrupted()
        tell(self, *words, **settings)

    monkeypatch.setattr(commands, "_run_one_of_many", interrupted)
    monkeypatch.setattr(Output, "fail", again)
    try:
        several = called("update", *(box.project for box in three))
        monkeypatch.setattr(commands, "run", interrupted)
        one = called("update", three[0].project)
    except KeyboardInterrupt:  # it would end all tests
        pytest.fail("the second one got through")
    assert several == (130, "", f"error: stopped in {three[0].project}; 0 of 3 projects were done before\n")
    assert one == (130, "", "error: stopped; nothing was written\n")
