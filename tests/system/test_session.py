"""What a run leaves behind: nothing of a killed one, nothing of a stopped one, and signals as they were."""

import os
import signal
import subprocess

import pytest

from tests.support.commands import environment, until
from tests.support.paths import BIN, HANGS


def test_what_a_killed_run_left_is_removed_and_told(called, tmp_path):
    """Killed while it renders: the next run in the same folders removes what it left, and nothing of a living run."""
    slow = tmp_path / "slow"
    slow.mkdir()
    (slow / "npm").write_text("#!/bin/sh\ntouch started\nexec sleep 900\n")
    (slow / "npm").chmod(0o755)
    env = {**environment(tmp_path), "PATH": f"{slow}:{environment(tmp_path)['PATH']}"}
    words = [BIN / "bgscript", "new", "app", "--yes", "--install"]
    first = subprocess.Popen(words, cwd=tmp_path / "here", env=env, start_new_session=True)
    until(lambda: list((tmp_path / "here").glob(".bgscript.*/project/started")))
    left = list((tmp_path / "here").glob(".bgscript.*"))
    assert len(left) == 1
    code, _, err = called("new", "other", "--yes", "--no-git")
    assert (code, err, left[0].exists()) == (0, "", True), "a living run is left alone"
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    code, _, err = called("new", "third", "--yes", "--no-git")
    assert (code, left[0].exists()) == (0, False)
    assert err == f"warning: removed {left[0]}, left behind by a run of bgscript that was killed\n"


def test_a_folder_that_a_living_run_is_about_to_lock_is_no_news(called, tmp_path):
    """A run makes its folder and then locks it. One that is taken away in between makes another, and lost nothing."""
    made = tmp_path / "here" / ".bgscript.made"
    made.mkdir()
    code, _, err = called("new", "app", "--yes", "--no-git")
    assert (code, err, made.exists()) == (0, "", False)


def test_signals_are_as_before_when_main_returns(called):
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    assert called("new", "app", "--yes", "--no-git")[0] == 0
    assert called("targets")[0] == 0
    assert {number: signal.getsignal(number) for number in before} == before


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
def test_a_signal_while_releases_are_read_leaves_nothing(number, tmp_path):
    """git takes its time, as over a slow network."""
    shim = tmp_path / "shim"
    shim.mkdir()
    (shim / "git").write_text(f"#!/bin/sh\ntouch {tmp_path}/started\nexec sleep 900\n")
    (shim / "git").chmod(0o755)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    env = {**environment(tmp_path), "PATH": f"{shim}:{environment(tmp_path)['PATH']}", "TMPDIR": str(temporary)}
    process = subprocess.Popen(
        [BIN / "bgscript", "new", "app", "-y", "--template-source=https://127.0.0.1:1/t.git"],
        cwd=tmp_path,
        env=env,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until((tmp_path / "started").exists)
    os.killpg(process.pid, number)
    err = process.communicate(timeout=HANGS)[1]
    assert (process.returncode, err) == (130, "error: stopped; nothing was written\n")
    assert list(temporary.iterdir()) == []
