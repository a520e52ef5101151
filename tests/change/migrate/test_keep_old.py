"""``bgscript migrate --keep-old``, and Connect apps with both locations: several homes after one move."""

import itertools
import shutil

import pytest
import yaml

from tests.support.moving import move, repository
from tests.support.node import check, validate
from tests.support.paths import TARGETS
from tests.support.projects import install, pretend_to_build
from tests.support.sandbox import commit, git

pytestmark = pytest.mark.usefixtures("rendered_once", "git")

HOMES = [target for target in TARGETS if target != "connect"]
TOOLS = ["typecheck", "lint", "build", "test"]


def keys_of(project) -> set[tuple[str, str]]:
    modules = yaml.safe_load((project / "manifest.yml").read_text())["modules"]
    return {(kind, entry["key"]) for kind, entries in modules.items() for entry in entries}


@pytest.mark.exhaustive
def test_the_old_home_stays_in_every_pair_with_its_keys(tmp_path, platform):
    projects = {home: repository({"target": home}, tmp_path / home / "app") for home in HOMES}
    results = {}
    for old, to in itertools.permutations(HOMES, 2):
        project = projects[old]
        before = keys_of(project)
        moved = move(project, to, keep_old=True)
        assert moved.conflicts == [], (old, to)
        assert moved.report.deploy == "minor", (old, to)
        lost = before - keys_of(project)
        # one panel serves both scripts of Jira's issue view
        assert not lost or {old, to} == {"jira-issue", "jira-global"}, (old, to, lost)
        copy = tmp_path / f"{old}-{to}"
        git("clone", "--quiet", str(project), str(copy), cwd=tmp_path)
        git("checkout-index", "--all", "--force", f"--prefix={copy}/", cwd=project)
        pretend_to_build(copy)
        results[old, to] = copy
        git("reset", "--quiet", "--hard", cwd=project)
    findings = validate(results.values())
    assert {pair: findings[str(folder)] for pair, folder in results.items() if findings[str(folder)]} == {}


@pytest.mark.exhaustive
def test_both_locations_of_a_connect_app_pass_all_checks_on_forge(tmp_path, platform):
    results = {}
    for to in ("home-dashboard", "jira-issue"):
        project = repository({"target": "connect"}, tmp_path / to / "app")
        assert move(project, to).conflicts == []
        answers = yaml.safe_load((project / ".copier-answers.yml").read_text())
        assert {answers["target"], *answers["also"]} == {"home-dashboard", "jira-issue"}
        results[to] = install(project)
    found = check(results, TOOLS)
    assert {name: tools for name, tools in found.items() if any(tools.values())} == {}


@pytest.mark.exhaustive
def test_two_dashboards_pass_all_checks(tmp_path, platform):
    project = repository({"target": "jira-dashboard"}, tmp_path / "app")
    move(project, "home-dashboard", keep_old=True)
    checked = install(shutil.copytree(project, tmp_path / "checked"))
    found = check({"both": checked}, TOOLS)
    assert found == {"both": {tool: [] for tool in TOOLS}}
    commit(project, "both")
    back = move(project, "jira-dashboard")
    assert back.conflicts == []
    commit(project, "back")
    assert git("diff", "HEAD~2", "--stat", cwd=project) == ""
