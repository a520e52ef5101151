"""Whole generated trees, compared byte by byte with the reviewed ones in tests/golden.

After a change of the template: `pytest tests/projects/test_golden.py --update-golden`, then read the diff
as its user would.
"""

import re
import shutil

import pytest

from tests.support.commands import tree
from tests.support.paths import GOLDEN, QUESTIONS, TARGETS

CASES = {
    "home-dashboard": ["--target=home-dashboard"],
    "home-dashboard-ui-kit": ["--target=home-dashboard", "--ui=ui-kit", "--ai-context"],
    "jira-dashboard": ["--target=jira-dashboard"],
    "jira-dashboard-ui-kit": ["--target=jira-dashboard", "--ui=ui-kit", "--display-condition=isAdmin"],
    "jira-issue": ["--target=jira-issue"],
    "jira-issue-ui-kit": ["--target=jira-issue", "--ui=ui-kit", "--resolver=none", "--no-reload-on-refresh"],
    "jira-global": ["--target=jira-global"],
    "jira-global-ui-kit": [
        *("--target=jira-global", "--ui=ui-kit", "--experience=issue-view,board", "--resolver=none"),
        *("--display-condition=isLoggedIn", "--unlicensed-access=customer,anonymous"),
    ],
    "confluence": ["--target=confluence", "--unlicensed-access=anonymous", "--ci=bitbucket", "--license=MIT"],
    "confluence-ui-kit": [
        *("--target=confluence", "--ui=ui-kit", "--resolver=endpoint", "--remote-url=https://example.com"),
        *("--ci=none", "--license=Apache-2.0"),
    ],
    "several-homes": ["--also=jira-dashboard,jira-issue,jira-global,confluence"],
    "connect": ["--target=connect"],
    "connect-postgres": ["--target=connect", "--store=postgres", "--connect-location=issue_view", "--ci=none"],
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


def test_every_home_has_a_golden_tree_in_every_flavour():
    assert {path.name for path in GOLDEN.iterdir()} == set(CASES)
    flavours = {"custom-ui": "", "ui-kit": "-ui-kit"}
    assert set(flavours) == set(QUESTIONS["ui"]["choices"].values())
    forge = {f"{target}{suffix}" for target in TARGETS if target != "connect" for suffix in flavours.values()}
    assert set(CASES) == forge | {"connect", "connect-postgres", "several-homes"}
