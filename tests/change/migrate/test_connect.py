"""A Connect app on Forge: made by 0.1.0, edited, and moved in two commands; its key, its scopes and its modules."""

import json
import re
from pathlib import Path

import pytest
import yaml

from bgscript.template.templates import locked
from tests.support.commands import run
from tests.support.layers import exhaustive
from tests.support.moving import APPENDED, OWN, move, repository
from tests.support.node import node, validate
from tests.support.paths import BIN
from tests.support.projects import install, pretend_to_build
from tests.support.sandbox import commit, git

pytestmark = pytest.mark.usefixtures("rendered_once")

WEB_ITEM = {"key": "mine", "name": {"value": "Mine"}, "location": "operations-top-level", "url": "/mine"}
WEBHOOK = {"event": "jira:issue_created", "url": "/created"}


def change_descriptor(project: Path, **facts: object) -> None:
    """An owner's edits of the descriptor: another key, scopes, and modules of their own."""
    file = project / "atlassian-connect.json"
    descriptor = json.loads(file.read_text())
    descriptor.update(facts)
    file.write_text(json.dumps(descriptor, indent=2) + "\n")


def with_modules(project: Path, **modules: list) -> dict:
    return {**json.loads((project / "atlassian-connect.json").read_text())["modules"], **modules}


def manifest_of(project: Path) -> dict:
    return yaml.safe_load((project / "manifest.yml").read_text())


def valid(project: Path) -> bool:
    """Whether Atlassian's validator finds nothing but its warning about regions, which only a further field avoids."""
    pretend_to_build(project)
    found = validate([project])[str(project)]
    return [text for text in found if "Previous connect region will not be persisted" not in text] == []


def adopted(manifest: dict) -> list[str]:
    """The conditions of Atlassian's tool `adoption-status` that a manifest does not meet."""
    connect = manifest["app"].get("connect") or {}
    scopes = manifest.get("permissions", {}).get("scopes", [])
    return [
        *(["connectModules are left"] if "connectModules" in manifest else []),
        *([] if connect.get("key") else ["app.connect.key is missing"]),
        *(["app.connect has another field"] if set(connect) - {"key"} else []),
        *(f"{scope} is a scope of Connect" for scope in scopes if re.search(r":connect-(jira|confluence)$", scope)),
    ]


def test_the_conditions_of_adoption_can_fail():
    good = {"app": {"connect": {"key": "a.b"}}, "permissions": {"scopes": ["read:jira-work"]}}
    assert adopted(good) == []
    assert adopted({**good, "connectModules": {}}) == ["connectModules are left"]
    assert adopted({**good, "app": {}}) == ["app.connect.key is missing"]
    assert adopted({**good, "app": {"connect": {"key": "a", "remote": "b"}}}) == ["app.connect has another field"]
    assert adopted({**good, "permissions": {"scopes": ["read:connect-jira"]}}) != []


def insert(project: Path, name: str, line: str, own: str) -> None:
    file = project / name
    assert file.read_text().count(line) == 1, (name, line)
    file.write_text(file.read_text().replace(line, line + own))


@pytest.mark.exhaustive
@pytest.mark.usefixtures("git")
def test_an_app_of_0_1_0_with_both_locations_and_a_server_is_on_forge_in_two_commands(bgscript, tmp_path, chromium):
    made = bgscript("new", "app", "--yes", "--target=connect", f"--template-version={locked()[0].version}")
    assert made.code == 0
    project = tmp_path / "app"
    insert(project, "src/contract.ts", "export interface Events {\n", "  'app.mine': { text: string };\n")
    insert(project, "src/contract.ts", "export interface Item {\n", "  mine?: string;\n")
    insert(project, "package.json", '  "dependencies": {\n', '    "@mine/thing": "1.2.3",\n')
    with (project / "src/view/view.css").open("a") as file:
        file.write(APPENDED["src/view/view.css"])
    for name, own in OWN.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(own)
    modules = with_modules(project, webItems=[WEB_ITEM], webhooks=[WEBHOOK])
    change_descriptor(project, key="com.example.app", scopes=["READ", "WRITE"], modules=modules)
    commit(project, "mine")

    updated = bgscript("update", "app", "--json")
    assert (updated.code, json.loads(updated.out)["conflicts"]) == (0, [])
    commit(project, "updated")
    done = bgscript("migrate", "app", "--to=home-dashboard", "--json")
    report = json.loads(done.out)
    assert (done.code, report["conflicts"]) == (4, ["atlassian-connect.json"])
    git("rm", "--quiet", "--force", "atlassian-connect.json", cwd=project)
    commit(project, "moved")

    manifest = manifest_of(project)
    assert adopted(manifest) == []
    assert manifest["app"]["connect"] == {"key": "com.example.app"}
    assert {"dashboards:backgroundScript", "jira:issueViewBackgroundScript"} < set(manifest["modules"])
    assert manifest["remotes"][0]["baseUrl"] == "https://app.example.com"
    assert "'app.mine'" in (project / "src/contract.ts").read_text()
    assert "mine?: string" in (project / "src/contract.ts").read_text()
    assert '"@mine/thing"' in (project / "package.json").read_text()
    assert all(own in (project / name).read_text() for name, own in OWN.items())
    assert APPENDED["src/view/view.css"] in (project / "src/view/view.css").read_text()
    assert valid(project)
    checked = bgscript("check", "app", "--json")
    findings = json.loads(checked.out)["projects"][0]["findings"]
    assert [finding["code"] for finding in findings] == ["BG501"], "the app's id is a placeholder, and nothing else"
    script_and_views_talk(project)


def script_and_views_talk(project: Path) -> None:
    """In Chromium, in both homes that took the place of Connect's locations, with the resolvers of the app's server."""
    spec = {"projects": [{"name": "app", "dir": str(install(project))}], "scenarios": ["everyHome"], "out": ""}
    [result] = [json.loads(line) for line in node("preview.mjs", spec).splitlines()]
    assert (result["failures"], result["figures"]["homes"]) == ([], ["Home dashboard", "Jira issue"])


@pytest.mark.usefixtures("git")
def test_what_is_left_by_hand_is_named(tmp_path):
    project = repository({"target": "connect"}, tmp_path / "app")
    modules = with_modules(project, webItems=[WEB_ITEM], webhooks=[WEBHOOK], jiraReports=[{"key": "r", "url": "/r"}])
    modules["jiraDashboardItems"][0]["key"] = "old-item"
    facts = {
        "scopes": ["READ", "ACT_AS_USER"],
        "enableLicensing": True,
        "regionBaseUrls": {"EU": "https://eu.example.com"},
        "baseUrl": "https://my.example.com/base",
    }
    lifecycle = {"installed": "/installed", "uninstalled": "/uninstalled", "enabled": "/enabled"}
    change_descriptor(project, modules=modules, lifecycle=lifecycle, **facts)
    commit(project, "mine")
    moved = move(project, "jira-dashboard")
    assert moved.conflicts == ["atlassian-connect.json"]
    named = moved.report.manual
    expected = [
        "atlassian-connect.json: webItems `mine`: on Forge it is `jira:issueAction`",
        "atlassian-connect.json: webhooks `jira:issue_created`: on Forge it is `trigger`",
        "atlassian-connect.json: jiraReports `r`: Forge has no such module; `jira:projectPage` comes nearest.",
        "manifest.yml: add old-item to `connectKeys`",
        "atlassian-connect.json: the scope READ: on Forge it is read:jira-work and read:jira-user",
        "atlassian-connect.json: the scope ACT_AS_USER: on Forge it is `allowImpersonation: true`",
        "manifest.yml: write `licensing: { enabled: true }`",
        "manifest.yml: the app has addresses for regions.",
        "atlassian-connect.json: Forge does not send the event enabled",
        "Your server had the path /base. Forge calls https://my.example.com/api/<resolver> without it",
        "When atlassian-connect.json has nothing more that you need: `git rm atlassian-connect.json`",
    ]
    assert [text for text in expected if not any(text in sentence for sentence in named)] == []
    assert moved.report.deploy == "major"
    assert "The Connect app was paid" in moved.report.reasons[0]
    assert manifest_of(project)["remotes"][0]["baseUrl"] == "https://my.example.com"


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("to", ["home-dashboard", exhaustive("jira-dashboard")])
def test_a_descriptor_as_the_template_made_it_leaves_nothing(to, tmp_path, platform):
    project = repository({"target": "connect"}, tmp_path / "app")
    moved = move(project, to)
    assert moved.conflicts == []
    assert not (project / "atlassian-connect.json").exists()
    assert adopted(manifest_of(project)) == []
    gadgets = manifest_of(project)["modules"].get("jira:dashboardGadget", [])
    assert [gadget["connectKeys"] for gadget in gadgets] == ([["app-dashboard-view"]] if to == "jira-dashboard" else [])
    assert valid(project)


@pytest.mark.usefixtures("git")
def test_placed_items_are_kept_beside_the_new_dashboards(tmp_path, platform):
    project = repository({"target": "connect", "connect_location": ["dashboard"]}, tmp_path / "app")
    moved = move(project, "home-dashboard", also="jira-dashboard")
    modules = manifest_of(project)["modules"]
    assert modules["jira:dashboardGadget"][0]["connectKeys"] == ["app-dashboard-view"]
    assert "connectKeys" not in modules["dashboards:widget"][0]
    assert not any("are lost" in sentence for sentence in moved.report.manual)
    assert valid(project)


@pytest.mark.parametrize(("key", "is_good"), [("a.b-C_9", True), ("x" * 90, True), ("1.20", True), ("ä", False)])
def test_a_connect_key_is_a_text_of_the_manifest(key, is_good, tmp_path, bgscript):
    done = bgscript("new", "app", "--yes", "--no-git", f"--connect-key={key}")
    assert done.code == (0 if is_good else 2)
    if is_good:
        assert manifest_of(tmp_path / "app")["app"]["connect"] == {"key": key}
        assert yaml.safe_load((tmp_path / "app" / ".copier-answers.yml").read_text())["connect_key"] == key


def test_the_question_is_recorded_only_where_it_is_answered(bgscript, tmp_path):
    assert bgscript("new", "app", "--yes", "--no-git").code == 0
    assert "connect" not in (tmp_path / "app" / ".copier-answers.yml").read_text()
    assert "connect" not in (tmp_path / "app" / "manifest.yml").read_text()
    assert bgscript("new", "other", "--yes", "--no-git", "--target=connect").code == 0
    assert "connect_key" not in (tmp_path / "other" / ".copier-answers.yml").read_text()
    assert bgscript("new", "dotted", "--yes", "--no-git", "--target=connect", "--connect-key=a.b").code == 0
    assert json.loads((tmp_path / "dotted" / "atlassian-connect.json").read_text())["key"] == "a.b"


@pytest.mark.usefixtures("git")
def test_plain_copier_keeps_the_key(bgscript, tmp_path):
    assert bgscript("new", "app", "--yes", "--connect-key=a.b").code == 0
    updated = run(BIN / "copier", "update", "--defaults", "--data=license=MIT", "app", cwd=tmp_path)
    assert updated.code == 0, updated.err
    assert manifest_of(tmp_path / "app")["app"]["connect"]["key"] == "a.b"
