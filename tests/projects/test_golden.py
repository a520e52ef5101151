"""Whole generated trees, compared byte by byte with the reviewed ones in tests/golden.

After a change of the template: `pytest tests/projects/test_golden.py --update-golden`, then read the diff
as its user would.
"""

import json
import re

import pytest

from tests.support import golden
from tests.support.commands import run, tree
from tests.support.golden import CASES, GOLDEN, REVIEWED, WHOLE
from tests.support.paths import BIN, QUESTIONS, TARGETS

MAKE = """
import json, os, sys
from bgscript.cli.main import main
for name, flags in json.loads(sys.argv[1]).items():
    os.mkdir(name)
    code = main(["new", f"{name}/team-pulse", "--yes", "--no-git", *flags])
    assert code == 0, name
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The projects, by the real command and as it is; one process for all."""
    folder = tmp_path_factory.mktemp("made")
    done = run(BIN / "python", "-c", MAKE, json.dumps(CASES), cwd=folder)
    assert done.code == 0, done.err
    return folder


@pytest.mark.parametrize("name", CASES)
def test_project_is_the_reviewed_one(name, made, request):
    project = made / name / "team-pulse"
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


def test_the_projects_that_tests_read_are_the_reviewed_ones(pytestconfig):
    if pytestconfig.getoption("--update-golden"):
        return  # they were put together before the files were written
    assert {name: tree(GOLDEN / name) for name in CASES} == {name: golden.reviewed(name) for name in CASES}
