"""``bgscript migrate``: what it tells, which answers it makes, and what it refuses.

reports.txt has the report of every move.
`pytest tests/change/migrate/test_migration.py --update-golden` writes it anew.
"""

import itertools
import json
from pathlib import Path

import pytest
import yaml

from bgscript.change import rights
from bgscript.change.homes import products
from bgscript.cli.reports.migrate import lines
from bgscript.template.questions import Questionnaire
from tests.support.moving import move, repository
from tests.support.paths import TARGETS, TEMPLATES
from tests.support.sandbox import commit, git

pytestmark = pytest.mark.usefixtures("rendered_once")

HOMES = [target for target in TARGETS if target != "connect"]
REPORTS = Path(__file__).with_name("reports.txt")
FACTS = yaml.safe_load((TEMPLATES / "moves.yml").read_text())
LIFECYCLE = yaml.safe_load((TEMPLATES / "lifecycle.yml").read_text())


@pytest.fixture(scope="module")
def projects(tmp_path_factory) -> dict[str, Path]:
    """A committed project of each home."""
    root = tmp_path_factory.mktemp("homes")
    made = {target: repository({"target": target}, root / target / "app") for target in TARGETS}
    on_issues = {"target": "connect", "connect_location": ["issue_view"]}
    return {**made, "connect on issues": repository(on_issues, root / "issues" / "app")}


# --- The reports ----------------------------------------------------------------------------------------------------


@pytest.mark.exhaustive
@pytest.mark.usefixtures("git")
def test_the_report_of_every_move(projects, pytestconfig):
    texts = []
    for old, to in itertools.product(projects, HOMES):
        for keep_old in (False, True):
            if (old, to) == ("connect", "jira-issue") or (old == "connect on issues" and to != "jira-issue"):
                continue
            if old != to and (not keep_old or (old, to) == ("jira-dashboard", "home-dashboard")):
                made = move(projects[old], to, keep_old=keep_old, dry_run=True).report
                flag = " --keep-old" if keep_old else ""
                texts.append(f"{old}: bgscript migrate --to {to}{flag}\n" + "\n".join(lines(made)) + "\n")
    text = "\n\n".join(texts)
    if pytestconfig.getoption("update_golden"):
        REPORTS.write_text(text)
    assert text == REPORTS.read_text()


def test_the_products_are_those_that_copier_yml_computes():
    questionnaire = Questionnaire(TEMPLATES)
    computed = {home: products(questionnaire, {"target": home}) for home in FACTS["products"]}
    assert computed == {home: [product] for home, product in FACTS["products"].items()}


def test_the_facts_name_every_home_and_modules_that_atlassian_s_validator_knows(platform):
    homes = set(HOMES)
    assert set(FACTS["products"]) == homes | {"connect"}
    assert set(FACTS["leaving"]) == set(FACTS["staying"]) == set(FACTS["arriving"]) == homes
    assert {place["home"] for place in FACTS["locations"].values()} <= homes
    assert set(LIFECYCLE["targets"]["connect"]) <= set(FACTS["connect_modules"])
    schema = platform / "node_modules" / "@forge" / "manifest" / "out" / "schema" / "manifest-schema.json"
    known = set(json.loads(schema.read_text())["definitions"]["ModuleSchema"]["properties"])
    pairs = {**FACTS["connect_modules"], **FACTS["connect_without"]}
    assert not FACTS["connect_modules"].keys() & FACTS["connect_without"].keys()
    assert {f"connect-jira:{name}" for name in pairs} == {name for name in known if name.startswith("connect-jira:")}
    named = {name for text in pairs.values() for name in text.split("`")[1::2]}
    events = {name for name in named if name.startswith("avi:")}
    assert {name for name in named - events if ":" in name and " " not in name} <= known


# --- The deploy -----------------------------------------------------------------------------------------------------

REMOTE = {"remotes": [{"key": "backend", "baseUrl": "https://a.example.com"}]}
SCOPES = {"permissions": {"scopes": ["read:jira-work"]}}


def external(**facts: object) -> dict:
    return {"permissions": {"external": {"fetch": {"backend": [{"address": "https://a.example.com", **facts}]}}}}


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ({"modules": {"jira:issuePanel": []}}, {"modules": {"dashboards:widget": []}}, ""),
        ({}, SCOPES, "The scope read:jira-work is new."),
        (SCOPES, {}, "The scope read:jira-work is gone; removing one counts, too."),
        (SCOPES, {"permissions": {"scopes": {"read:jira-work": {"allowImpersonation": True}}}}, ""),
        ({}, REMOTE, "The remote backend is new: the app calls https://a.example.com."),
        (REMOTE, {}, ""),
        (
            REMOTE,
            {"remotes": [{"key": "backend", "baseUrl": "https://b.example.com"}]},
            "The remote backend is elsewhere: https://b.example.com.",
        ),
        ({}, external(), "The app may send data to https://a.example.com."),
        (external(), {}, ""),
        (external(), external(category="analytics"), "The app may send data to https://a.example.com for analytics."),
        ({}, {"permissions": {"external": {"images": ["*.example.com"]}}}, "The app may send data to *.example.com."),
        ({}, {"permissions": {"content": {"styles": ["unsafe-inline"]}}}, "permissions.content allows unsafe-inline."),
        ({}, {"providers": {"auth": [{"key": "google"}]}}, "The providers have changed."),
        ({}, {"app": {"licensing": {"enabled": True}}}, "Licensing is enabled."),
        (
            {"modules": {"endpoint": [{"key": "remote", "remote": "a"}]}},
            {"modules": {"endpoint": [{"key": "remote", "remote": "b"}]}},
            "The endpoint remote has changed.",
        ),
    ],
)
def test_what_is_a_major_version(before, after, reason):
    kind, reasons = rights.of_update(before, after)
    assert (kind, reasons[:-1]) == (("major", [reason]) if reason else ("minor", []))


@pytest.mark.parametrize(
    ("descriptor", "after", "kind"),
    [
        ({}, {}, "minor"),
        ({}, REMOTE, "minor"),
        ({}, SCOPES, "major"),
        ({"scopes": ["READ"]}, SCOPES, "minor"),
        ({"scopes": ["admin"]}, SCOPES, "minor"),
        ({"scopes": ["READ"]}, {"permissions": {"scopes": ["write:jira-work"]}}, "major"),
        ({"scopes": ["ACT_AS_USER"]}, SCOPES, "major"),
        ({}, external(), "minor"),
        ({}, external(category="analytics"), "major"),
        ({"enableLicensing": True}, {}, "major"),
        ({"enableLicensing": True}, {"app": {"licensing": {"enabled": True}}}, "minor"),
    ],
)
def test_the_first_forge_version_of_a_connect_app_has_rules_of_its_own(descriptor, after, kind):
    assert rights.of_first(descriptor, after, FACTS["connect_scopes"])[0] == kind


@pytest.mark.usefixtures("git")
def test_a_product_s_own_scope_changes_with_the_product_and_the_steps_approve_that(tmp_path):
    answers = {"target": "jira-issue", "resolver": "endpoint", "remote_auth": ["user"]}
    project = repository(answers, tmp_path / "app")
    made = move(project, "confluence").report
    assert made.deploy == "major"
    assert made.reasons[0] == "The scope read:space:confluence is new."
    assert made.next[-3:] == [
        "forge deploy --approve MAJOR_VERSION_RULE",
        "forge install --upgrade",
        "forge install --product Confluence",
    ]


# --- The answers ----------------------------------------------------------------------------------------------------


def answers_of(project: Path) -> dict:
    return yaml.safe_load((project / ".copier-answers.yml").read_text())


def copy_of(project: Path, folder: Path) -> Path:
    git("clone", "--quiet", str(project), str(folder), cwd=project)
    return folder


@pytest.mark.usefixtures("git")
def test_the_old_home_stays_with_its_keys(projects, tmp_path):
    project = copy_of(projects["jira-dashboard"], tmp_path / "app")
    move(project, "home-dashboard", keep_old=True)
    answers = answers_of(project)
    assert (answers["target"], answers["also"]) == ("home-dashboard", ["jira-dashboard"])
    assert answers["key_home"] == "jira-dashboard"
    modules = yaml.safe_load((project / "manifest.yml").read_text())["modules"]
    old = yaml.safe_load((projects["jira-dashboard"] / "manifest.yml").read_text())["modules"]
    assert modules["jira:dashboardGadget"][0]["key"] == old["jira:dashboardGadget"][0]["key"] == "app-view"
    assert modules["dashboards:widget"][0]["key"] == "app-home-dashboard-view"
    commit(project, "both")
    moved = move(project, "jira-dashboard")
    assert moved.conflicts == []
    assert "also" not in answers_of(project) or answers_of(project)["also"] == []
    commit(project, "back")
    assert git("diff", "HEAD~2", "--stat", "--", "manifest.yml", cwd=project) == ""


@pytest.mark.usefixtures("git")
def test_a_plain_move_has_the_keys_of_a_new_project(projects, tmp_path):
    project = copy_of(projects["jira-dashboard"], tmp_path / "app")
    move(project, "confluence")
    assert (project / "manifest.yml").read_text() == (projects["confluence"] / "manifest.yml").read_text()
    assert "key_home" not in answers_of(project)


@pytest.mark.usefixtures("git")
def test_values_that_the_new_home_refuses_are_dropped_and_named(tmp_path):
    answers = {"target": "jira-issue", "unlicensed_access": ["customer", "anonymous"], "display_condition": "isAdmin"}
    project = repository(answers, tmp_path / "app")
    made = move(project, "confluence").report
    assert {"question": "unlicensed_access", "value": ["customer"]} in (made.dropped or [])
    assert {"question": "reload_on_refresh", "value": True} in (made.dropped or [])
    now = answers_of(project)
    assert (now["unlicensed_access"], now["display_condition"]) == (["anonymous"], "isAdmin")


@pytest.mark.usefixtures("git")
def test_answers_of_one_s_own_win(projects):
    made = move(
        projects["connect"], "home-dashboard", dry_run=True, resolver="function", also="", connect_key="a.b"
    ).report
    assert {fact["question"]: fact["value"] for fact in made.carried} == {}
    assert {"base_url", "connect_location"} < {fact["question"] for fact in made.dropped}
