"""What `bgscript check` costs: processor time, and imports."""

import os
import shutil

import pytest

from tests.support.commands import run
from tests.support.golden import GOLDEN
from tests.support.paths import BIN

COUNTED = """
import sys
calls = 0
def count(frame, event, argument):
    global calls
    calls += event in ("call", "c_call")
from bgscript.cli.main import main
sys.setprofile(count)
code = main(["check", sys.argv[1]])
sys.setprofile(None)
print(calls, file=sys.stderr)
sys.exit(code)
"""


def calls(folder, cwd):
    """How many functions are called: the same number on each machine."""
    done = run(BIN / "python", "-c", COUNTED, folder, cwd=cwd)
    assert done.code == 0
    return int(done.err.splitlines()[-1])


def seconds(folder, cwd):
    """The processor's time. A fork's would not be counted."""
    before = os.times()
    assert run(BIN / "bgscript", "check", folder, cwd=cwd).code == 0
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


@pytest.mark.exhaustive
def test_a_hundred_projects_take_less_than_five_seconds_in_linear_time(tmp_path):
    for count in (1, 25, 100):
        for number in range(count):
            shutil.copytree(GOLDEN / "jira-issue", tmp_path / str(count) / str(number))
    one, some, all_ = (calls(str(count), tmp_path) for count in (1, 25, 100))
    print(f"1: {one} calls, 25: {some} calls, 100: {all_} calls")
    assert (all_ - one) / 99 < 1.1 * (some - one) / 24
    # what else runs on the machine makes each run slower by another factor, and none faster
    least = min(seconds("100", tmp_path) for _ in range(3))
    print(f"{least:.2f} s of CPU")
    assert least < 5


def test_it_imports_neither_the_template_s_engine_nor_the_questions(tmp_path):
    run_it = "from bgscript.cli.main import main; main(['check', sys.argv[1]])"
    code = f"import sys; {run_it}; print(*sys.modules, file=sys.stderr)"
    done = run(BIN / "python", "-c", code, GOLDEN / "home-dashboard", cwd=tmp_path)
    loaded = set(done.err.split())
    assert (
        not {"copier", "jinja2", "prompt_toolkit", "bgscript.template.questions", "subprocess", "json", "dataclasses"}
        & loaded
    )
    assert not {"pathlib", "typing", "shutil", "difflib"} & loaded
