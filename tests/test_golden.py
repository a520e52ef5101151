"""Whole generated trees, compared byte by byte with the reviewed ones in tests/golden.

After a change of the template: `pytest tests/test_golden.py --update-golden`, then read the diff as its user would.
"""

import re
import shutil

import pytest
from conftest import GOLDEN, TARGETS, tree

CASES = {
    "home-dashboard": ["--target=home-dashboard"],
    "jira-dashboard": ["--target=jira-dashboard"],
    "confluence": ["--target=confluence", "--ci=bitbucket", "--license=MIT"],
}


@pytest.mark.parametrize("name", CASES)
def test_project_is_the_reviewed_one(name, bgscript, tmp_path, request):
    project = tmp_path / "team-pulse"
    assert bgscript("new", "team-pulse", "--yes", *CASES[name]).code == 0
    answers = project / ".copier-answers.yml"
    answers.write_text(re.sub("_commit: v.*", "_commit: v0.0.0", answers.read_text()))
    if request.config.getoption("--update-golden"):
        shutil.rmtree(GOLDEN / name, ignore_errors=True)
        shutil.copytree(project, GOLDEN / name, ignore=shutil.ignore_patterns(".git"))
    assert tree(project) == tree(GOLDEN / name)


def test_every_target_has_a_golden_tree():
    assert {case[0].removeprefix("--target=") for case in CASES.values()} == set(TARGETS)
    assert {path.name for path in GOLDEN.iterdir()} == set(CASES)
