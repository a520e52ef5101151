"""What git's merge and bgscript's own care for JSON files leave, and which release an update goes to."""

import json

import pytest

from tests.support.sandbox import Sandbox, Script, git

ONE = '{\n  "a": 1,\n  "z": 1\n}\n'
MINE = '{\n  "a": 1,\n  "m": 1,\n  "z": 1\n}\n'
THEIRS = '{\n  "a": 1,\n  "t": 1,\n  "z": 1\n}\n'
BOTH = {"a": 1, "m": 1, "t": 1, "z": 1}
CLASH = '{\n  "a": 2,\n  "z": 1\n}\n'
OTHER = '{\n  "a": 3,\n  "z": 1\n}\n'


@pytest.fixture
def box(git, tmp_path):
    return Sandbox(tmp_path)


def test_a_settled_file_is_told_as_settled_and_another_by_nearly_the_same_name_as_a_conflict(box):
    """And git's notes about files that it could merge are not told: they are no conflicts."""
    box.release("v1.0.0", {"a.json": ONE, "b/a.json": ONE, "ba.json": ONE, "a.txt": "1\n2\n3\n4\n5\n"})
    box.release("v1.1.0", {"a.json": THEIRS, "b/a.json": OTHER, "ba.json": OTHER, "a.txt": "one\n2\n3\n4\n5\n"})
    box.make({"a.json": ONE, "b/a.json": ONE, "ba.json": ONE, "a.txt": "1\n2\n3\n4\n5\n"})
    box.edit({"a.json": MINE, "b/a.json": CLASH, "ba.json": CLASH, "a.txt": "1\n2\n3\n4\nfive\n"})
    done = box.bgscript()
    told = [line.strip() for line in done.out.split("Conflicts, ")[1].split("\n\n")[0].splitlines()[1:]]
    assert (done.code, told) == (
        4,
        [
            "CONFLICT (content): Merge conflict in project/b/a.json",
            "CONFLICT (content): Merge conflict in project/ba.json",
        ],
    )
    assert json.loads((box.project / "a.json").read_text()) == BOTH
    assert git("diff", "--name-only", "--diff-filter=U", cwd=box.project) == "project/b/a.json\nproject/ba.json"


def test_a_file_whose_mode_both_sides_changed_apart_is_left_to_the_user(box):
    """By its keys it could be merged, but one side would lose its mode without a word."""
    box.release("v1.0.0", {"a.json": ONE})
    box.release("v1.1.0", {"a.json": Script(THEIRS)})
    box.make({"a.json": ONE})
    box.edit({"a.json": MINE})
    done = box.bgscript()
    assert (done.code, "project/a.json" in done.out) == (4, True)


def test_a_preview_of_a_release_is_taken_only_when_it_is_named(box):
    box.release("v1.0.0", {"a.txt": "1\n"})
    box.release("v1.1.0", {"a.txt": "2\n"})
    box.release("v2.0.0rc1", {"a.txt": "3\n"})
    box.make({"a.txt": "1\n"})
    assert box.bgscript().code == 0
    assert (box.project / "a.txt").read_text() == "2\n"
    git("commit", "--quiet", "--all", "--message", "Template 1.1.0", cwd=box.repository)
    assert "is current" in box.bgscript().out
    assert box.bgscript("--to=2.0.0rc1").code == 0
    assert (box.project / "a.txt").read_text() == "3\n"
