"""Whole generated trees, compared byte by byte with the reviewed ones in tests/golden.

After a change of the template: `pytest tests/projects/test_golden.py --update-golden`, then read the diff
as its user would.
"""

import re

import pytest

from tests.support import golden
from tests.support.commands import run, tree
from tests.support.golden import CASES, GOLDEN, REVIEWED, WHOLE
from tests.support.paths import BIN, QUESTIONS, TARGETS

pytestmark = pytest.mark.xdist_group("golden")  # with --update-golden, whole trees are written before the others


@pytest.mark.parametrize("name", CASES)
def test_project_is_the_reviewed_one(name, tmp_path, request):
    project = tmp_path / "team-pulse"
    assert run(BIN / "bgscript", "new", "team-pulse", "--yes", "--no-git", *CASES[name], cwd=tmp_path).code == 0
    answers = project / ".copier-answers.yml"
    answers.write_text(re.sub("_commit: v.*", "_commit: v0.0.0", answers.read_text()))
    if request.config.getoption("--update-golden"):
        golden.write(name, tree(project))
    assert tree(project) == golden.reviewed(name)


def test_every_home_has_a_golden_tree_in_every_flavour():
    assert {path.name for path in REVIEWED.iterdir() if path.is_dir()} == set(CASES)
    flavours = {"custom-ui": "", "ui-kit": "-ui-kit"}
    assert set(flavours) == set(QUESTIONS["ui"]["choices"].values())
    forge = {f"{target}{suffix}" for target in TARGETS if target != "connect" for suffix in flavours.values()}
    assert set(CASES) == forge | {"connect", "connect-postgres", "several-homes"}


def test_no_file_is_reviewed_twice():
    """What a project has as the whole tree of its flavour has it is only there."""
    for name in CASES.keys() - set(WHOLE):
        common = golden.reviewed(golden.base(name))
        own = {path.relative_to(REVIEWED / name).as_posix(): path for path in (REVIEWED / name).rglob("*")}
        assert [path for path, file in own.items() if file.is_file() and common.get(path) == file.read_bytes()] == []


def test_the_projects_that_tests_read_are_the_reviewed_ones():
    assert {name: tree(GOLDEN / name) for name in CASES} == {name: golden.reviewed(name) for name in CASES}
