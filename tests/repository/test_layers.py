"""The layers of the tests, see tests/support/layers.py: what a test starts, and what runs by default."""

from pathlib import Path

import pytest

from tests.support import layers
from tests.support.commands import run
from tests.support.paths import BIN, ROOT

COMMANDS: dict[str, list[str | Path]] = {
    "git": ["git", "--version"],
    "node": [BIN / "node", "--eval", "0"],
    "npm": [BIN / "npm", "--version"],
}


@pytest.mark.parametrize("program", COMMANDS)
def test_a_test_that_starts_a_program_without_its_fixture_fails(program, tmp_path):
    name = "git" if program == "git" else "node"
    guard = layers.starts(["tmp_path"], tmp_path)
    next(guard)
    assert run(*COMMANDS[program], cwd=tmp_path).code == 0
    with pytest.raises(pytest.fail.Exception, match=f"it starts {name}, and has no fixture '{name}'"):
        next(guard)


@pytest.mark.usefixtures("node")
@pytest.mark.parametrize("program", COMMANDS)
def test_with_its_fixture_it_may(program, tmp_path):
    guard = layers.starts(["node", "git"], tmp_path)
    next(guard)
    assert run(*COMMANDS[program], cwd=tmp_path).code == 0
    assert list(guard) == []


@pytest.mark.parametrize(
    ("flags", "kinds"),
    [([], {"quick", "default"}), (["--all"], {"quick", "default", "all"}), (["-m", "quick"], {"quick"})],
)
def test_the_layers_are_collected(flags, kinds):
    """One test of each kind, in one file each."""
    kept = {
        "quick": "tests/merging/test_json_merge.py::test_true_is_not_one",
        "default": "tests/merging/test_trees.py::test_a_file_whose_mode_both_sides_changed_apart_is_left_to_the_user",
        "all": "tests/merging/test_moves.py::test_every_move_keeps_the_owner_s_edits_and_the_way_back_is_byte_equal",
    }
    done = run(BIN / "python", "-m", "pytest", "-n0", "--collect-only", "-q", *flags, "tests/merging", cwd=ROOT)
    listed = set(done.out.splitlines())
    assert {kind for kind, test in kept.items() if test in listed} == kinds
