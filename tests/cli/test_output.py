"""Standard streams that are closed, full, or cannot show a text: what was done decides how a command ends."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.commands import environment
from tests.support.paths import BIN, HANGS


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess:
    env = {**environment(cwd), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(["sh", "-c", command], cwd=cwd, env=env, capture_output=True, timeout=HANGS)


@pytest.mark.parametrize(
    ("redirect", "says"),
    [
        (">&-", "standard output did not take this report"),
        (">/dev/full", "No space left on device"),
        ("--json >/dev/full", "No space left on device"),
        ("2>&-", ""),
        ("<&-", ""),
        (">&- 2>&- <&-", ""),
    ],
)
def test_what_was_done_decides_how_it_ends(redirect, says, tmp_path):
    done = shell(f"'{BIN}/bgscript' new app --yes --no-git {redirect}", tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "app" / "manifest.yml").exists()
    assert b"Traceback" not in done.stderr
    assert b"a bug" not in done.stderr
    assert says.encode() in done.stderr


def test_where_the_text_was_the_work_its_loss_is_a_failure(tmp_path):
    for words in ("targets", "--help", "new --help", "new app --yes --dry-run"):
        done = shell(f"'{BIN}/bgscript' {words} >/dev/full", tmp_path)
        assert (done.returncode, b"Traceback" in done.stderr) == (1, False), words


def test_a_text_that_the_terminal_cannot_show_is_escaped(tmp_path):
    done = shell(
        f"PYTHONIOENCODING=ascii '{BIN}/bgscript' new app -y --no-git --app-name='T\u00e9am \u65e5\u672c'",
        tmp_path,
    )
    assert (done.returncode, b"T\\xe9am" in done.stdout) == (0, True), done.stderr


def test_a_folder_whose_name_is_not_text(tmp_path):
    for name, flags, code in [("a\\377", "", 2), ("b\\377", "--app-name=B --app-key=b --view-title=B", 0)]:
        done = shell(f"'{BIN}/bgscript' new \"$(printf '{name}')\" -y --no-git {flags}", tmp_path)
        assert done.returncode == code, done.stderr
        assert b"Traceback" not in done.stderr
        assert b"a bug" not in done.stderr


def test_a_reader_that_leaves_early_is_no_traceback(tmp_path):
    command = f"'{BIN / 'bgscript'}' new team-pulse --yes --dry-run | head -n 1"
    done = subprocess.run(command, shell=True, cwd=tmp_path, env=os.environ, capture_output=True, text=True)
    assert done.stderr == ""
