"""`bgscript new --from FILE`: an existing app as answers, and what was not carried."""

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from bgscript.importing.app import left_in
from tests.support import terminal
from tests.support.apps import APP_ID, CONFLUENCE, CONNECT, GADGETS, GLOBAL, REMOTE, SAMPLES, adopt, leaves, source
from tests.support.commands import run, tree
from tests.support.golden import GOLDEN
from tests.support.node import validate
from tests.support.paths import BIN
from tests.support.projects import install, is_forge, pretend_to_build, render
from tests.support.sandbox import ANSWERS
from tests.support.sandbox import commit as commit_all


def texts(file):
    return yaml.load(file.read_text(), Loader=yaml.BaseLoader) if file.exists() else {}


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.iterdir()))
def test_a_project_s_own_manifest_makes_the_same_manifest_and_leaves_nothing(name, tmp_path):
    file = "manifest.yml" if is_forge(GOLDEN / name) else "atlassian-connect.json"
    facts, answers, questionnaire = adopt(GOLDEN / name / file)
    recorded = yaml.safe_load((GOLDEN / name / ".copier-answers.yml").read_text())
    told = {key: recorded[key] for key in ("app_name", "app_key", "view_title") if key in recorded}
    project = render({**told, **answers}, tmp_path / "made")
    complete = yaml.safe_load((project / ".copier-answers.yml").read_text())
    assert texts(project / file) == texts(GOLDEN / name / file)
    assert left_in(facts, complete, questionnaire, project) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_value_of_the_file_is_carried_or_listed(name, tmp_path, bgscript):
    file, text, flags = SAMPLES[name]
    source(tmp_path / "old", file, text)
    done = bgscript("new", "made", "--yes", "--no-git", "--json", "--from=old", *flags)
    assert done.code == 0, done.err
    left = json.loads(done.out)["not_carried"]
    listed = [each["property"] for each in left]
    for each in left:  # the line is that of the property
        last = re.sub(r"(\[\d+\])+$", "", each["property"]).rpartition(".")[2]
        assert last in text.splitlines()[each["line"] - 1] or each["property"].endswith("]"), each
        assert (each["file"], each["reason"][-1]) == (f"old/{file}", ".")
    project = tmp_path / "made"
    made = [texts(project / each) for each in (".copier-answers.yml", "manifest.yml", "atlassian-connect.json")]
    carried = {json.dumps(value) for document in made for _, value in leaves(document)}
    carried |= {'"user_is_admin"'} if '"isAdmin"' in carried else set()  # Connect's word for it
    lost = [
        (way, value)
        for way, value in leaves(texts(tmp_path / "old" / file))
        if not any(way == each or way.startswith((f"{each}.", f"{each}[")) for each in listed)
        and json.dumps(value) not in carried
    ]
    assert lost == []


@pytest.mark.exhaustive
def test_all_results_are_valid_for_atlassian(platform, tmp_path, bgscript):
    for name, (file, text, flags) in SAMPLES.items():
        source(tmp_path / f"old-{name}", file, text)
        assert bgscript("new", name, "--yes", "--no-git", f"--from=old-{name}", *flags).code == 0
    made = [tmp_path / name for name in SAMPLES if is_forge(tmp_path / name)]
    for project in made:
        pretend_to_build(project)
    found = {
        Path(folder).name: [line for line in lines if line[:5] == "error"] for folder, lines in validate(made).items()
    }
    assert found == {project.name: [] for project in made}
    connect = run(
        BIN / "node", "bgscript/scripts/validate.mjs", cwd=install(tmp_path / "connect")
    )  # Atlassian has none for it
    assert connect.code == 0, connect.err


def test_what_a_manifest_says_becomes_answers(tmp_path):
    _, answers, _ = adopt(source(tmp_path, "manifest.yml", REMOTE))
    connect_key = {"connect_key": "com.Example_app"} if "connect_key" in answers else {}
    assert answers == {
        **{"target": "jira-issue", "ui": "custom-ui", "app_key": "time", "view_title": "Time", "app_id": APP_ID},
        **{"resolver": "endpoint", "remote_url": "https://time.example.com", "remote_auth": ["user"]},
        **{"unlicensed_access": ["unlicensed", "customer"], "display_condition": "isLoggedIn"},
        **{"reload_on_refresh": False, "scopes": ["write:jira-work"], **connect_key},
    }


def test_keys_views_and_titles_stay_as_they_are(tmp_path):
    top = "    - { key: top, title: Top ten, description: What, thumbnail: x, resource: everything }\n"
    manifest = GADGETS.replace("  jira:globalPage", f"{top}{top.replace('top', 'edit')}  jira:globalPage").replace(
        "sales.g", "sales_g"
    )
    _, answers, _ = adopt(source(tmp_path, "manifest.yml", manifest))
    assert (answers["ui"], answers["resolver"]) == ("ui-kit", "function")
    assert "display_condition" not in answers  # one gadget has it, the others have not
    assert answers["view_title"] == "Sales"
    assert answers["views"] == {"top": "Top ten", "view-3": "Top ten"}
    assert answers["keys"] == {
        **{"jira-dashboard/background": "oldScript_1", "jira-dashboard/view": "sales_gadget"},
        **{"jira-dashboard/top": "top", "jira-dashboard/view-3": "edit"},
    }


def test_what_a_descriptor_says_becomes_answers(tmp_path):
    file = source(tmp_path, "atlassian-connect.json", json.dumps(CONNECT))
    _, answers, _ = adopt(file)
    assert answers == {
        **{"target": "connect", "connect_location": ["issue_view"], "app_name": "Time app", "app_key": "time-app"},
        **{"keys": {"issue_view/background": "s1", "issue_view/view": "p1"}, "view_title": "Time spent"},
        **{"description": "Shows time.", "base_url": "https://time.example.com", "reload_on_refresh": False},
        "scopes": ["READ", "ACT_AS_USER"],
    }
    _, answers, _ = adopt(file, target="jira-issue")
    assert (answers["app_key"], answers["display_condition"], answers["view_title"]) == (
        "time-app",
        "isAdmin",
        "Time spent",
    )
    assert answers["reload_on_refresh"] is False
    assert "keys" not in answers


def test_several_homes_become_answers(tmp_path):
    homes = """\
  jira:dashboardBackgroundScript: [{ key: t-jira-dashboard-background, resource: s }]
  jira:dashboardGadget: [{ key: t-jira-dashboard-view, title: T, description: D, thumbnail: i, resource: v }]
  confluence:backgroundScript: [{ key: t-background, resource: s }]
  confluence:homepageFeed: [{ key: t-view, title: T, resource: v }]
"""
    file = source(tmp_path, "manifest.yml", f"app: {{}}\nmodules:\n{homes}")
    _, answers, _ = adopt(file)
    found = [answers.get(name) for name in ("target", "also", "key_home", "app_key", "view_title", "keys")]
    assert found == ["jira-dashboard", ["confluence"], "confluence", "t", "T", None]
    _, answers, _ = adopt(file, target="home-dashboard")
    assert answers["also"] == ["confluence"]
    _, answers, _ = adopt(file, target="confluence")
    assert answers["also"] == ["jira-dashboard"]
    _, answers, _ = adopt(file, target="jira-dashboard", also=[])
    assert "also" not in answers
    _, answers, _ = adopt(file, target="connect")
    assert answers["connect_location"] == ["dashboard"]


def test_modules_that_differ_have_no_answer_in_common(tmp_path):
    manifest = CONFLUENCE.replace("isAdmin: false", "any: { isAdmin: true }").replace(
        "modules:",
        """modules:
  jira:issueViewBackgroundScript: [{ key: i-background, resource: s }]
  jira:issuePanel: [{ key: i-view, title: T, icon: i, resource: v, unlicensedAccess: [customer] }]""",
    )
    facts, answers, _ = adopt(source(tmp_path, "manifest.yml", manifest))
    assert not {"unlicensed_access", "display_condition"} & set(answers)
    assert any("differ" in reason for reason in facts.reasons.values())


def test_flags_win_over_data_and_data_over_the_file(tmp_path, bgscript):
    source(tmp_path, "manifest.yml", REMOTE)
    (tmp_path / "data.yml").write_text("view_title: Data\ndescription: Data\nreload_on_refresh: true\n")
    done = bgscript(
        *("new", "made", "--yes", "--no-git", "--json", "--from=manifest.yml", "--data=data.yml"), "--view-title=Flag"
    )
    answers = texts(tmp_path / "made" / ".copier-answers.yml")
    assert (answers["view_title"], answers["description"], answers["reload_on_refresh"]) == ("Flag", "Data", "true")
    listed = {each["property"]: each["reason"] for each in json.loads(done.out)["not_carried"]}
    assert listed["modules.jira:issuePanel[0].title"] == "The answer to --view-title is another one."
    assert "modules.jira:issueViewBackgroundScript[0].shouldReloadOnRefresh" in listed


@pytest.mark.usefixtures("git")
def test_the_replay_needs_no_file_and_makes_the_same_project(tmp_path, bgscript):
    old = source(tmp_path / "old", "manifest.yml", REMOTE)
    done = bgscript("new", "one", "--yes", "--json", f"--from={old}", "--app-name=One")
    replay = shlex.split(json.loads(done.out)["replay"].replace("new one", "new two"))
    old.unlink()
    assert "--from" not in " ".join(replay)
    assert run(BIN / replay[0], *replay[1:], cwd=tmp_path).code == 0
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


CODE = f"""app: {{ id: {APP_ID}, runtime: {{ name: nodejs24.x }} }}
modules:
  jira:issueViewBackgroundScript:
    - {{ key: b, resource: script, resolver: {{ function: r }} }}
  jira:issuePanel:
    - {{ key: old, title: Old, icon: i, function: one }}
    - {{ key: more, title: More, icon: i, resource: extra, render: native, resolver: {{ function: r }} }}
  trigger: [{{ key: t, function: hear, events: [avi:jira:created:issue] }}]
  function:
    - {{ key: r, handler: api/index.run }}
    - {{ key: one, handler: panel.render }}
    - {{ key: hear, handler: triggers.run }}
resources:
  - {{ key: script, path: static/script/build }}
  - {{ key: extra, path: src/front/more.jsx }}
  - {{ key: unused, path: static/unused }}
"""


def test_it_is_said_which_code_belongs_where(tmp_path, bgscript):
    """With the file's ending where the file is there; each part once, in the document's order."""
    source(tmp_path / "old", "manifest.yml", CODE)
    (tmp_path / "old" / "src" / "api").mkdir(parents=True)
    (tmp_path / "old" / "src" / "api" / "index.ts").touch()
    done = bgscript("new", "made", "--yes", "--no-git", "--json", "--from=old")
    assert done.code == 0, done.err
    reasons = {each["property"]: each["reason"] for each in json.loads(done.out)["not_carried"]}
    panel = "Write the view in src/panel again, in src/view/: UI Kit 1 no longer works."
    said = {
        "modules.jira:issueViewBackgroundScript[0].resource": "Move the code of what is built to static/script/build"
        " to src/background/.",
        "modules.jira:issueViewBackgroundScript[0].resolver.function": "Move the code of src/api/index.ts to"
        " src/resolvers/.",
        "modules.jira:issuePanel[0].function": panel,
        "modules.jira:issuePanel[1].resource": "Move the code of src/front/more.jsx to src/more/.",
        "modules.function[0]": "Move the code of src/api/index.ts to src/resolvers/.",
        "modules.function[1]": panel,
        "modules.function[2]": "Copy it to the project's manifest.yml, and the code of src/triggers to src/."
        " Updates leave both.",
        "resources[0]": "Move the code of what is built to static/script/build to src/background/.",
        "resources[1]": "Move the code of src/front/more.jsx to src/more/.",
    }
    assert {name: reasons.get(name) for name in said} == said
    for folder in ("background", "resolvers", "view", "more"):
        assert (tmp_path / "made" / "src" / folder).is_dir()


def test_the_pages_of_a_connect_app_have_their_folders(tmp_path, bgscript):
    source(tmp_path, "atlassian-connect.json", json.dumps(CONNECT))
    done = bgscript("new", "made", "--yes", "--no-git", "--json", "--from=atlassian-connect.json")
    reasons = {each["property"]: each["reason"] for each in json.loads(done.out)["not_carried"]}
    own = "The project's server has its own addresses."
    assert reasons["modules.jiraBackgroundScripts[0].url"] == f"Move the code of the page /s1 to src/background/. {own}"
    assert reasons["modules.webPanels[0].url"] == f"Move the code of the page /p1 to src/view/. {own}"


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path, bgscript):
    source(tmp_path / "old", "manifest.yml", GADGETS)
    words = ("--yes", "--no-git", "--json", "--from=old", "--also=")
    planned = json.loads(bgscript("new", "made", "--dry-run", *words).out)
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    made = json.loads(bgscript("new", "made", *words).out)
    assert planned["not_carried"] == made["not_carried"] != []
    assert list(made)[-2:] == ["not_carried", "findings"]
    assert "not_carried" not in json.loads(bgscript("new", "other", "--yes", "--dry-run", "--json").out)


def test_people_read_each_reason_once_in_80_columns(tmp_path, bgscript):
    source(tmp_path / "old", "manifest.yml", CONFLUENCE)
    done = bgscript("new", "made", "--yes", "--no-git", "--from=old", "--app-name=News")
    assert done.out.partition("\nNot carried")[2].splitlines() == [
        " from old/manifest.yml:",
        "  Move the code of what is built to s to src/background/.",
        "    manifest.yml:4: modules.confluence:backgroundScript[0].resource",
        "    manifest.yml:7: resources[0]",
        "  No question is about it: copy it to the project's manifest.yml. Updates leave",
        "  what you add.",
        "    manifest.yml:4: modules.confluence:backgroundScript[0].displayConditions",
        "    manifest.yml:6: modules.confluence:homepageFeed[0].viewportSize",
        "  Move the code of what is built to v to src/view/.",
        "    manifest.yml:6: modules.confluence:homepageFeed[0].resource",
        "    manifest.yml:7: resources[1]",
    ]


@pytest.mark.exhaustive
def test_scopes_that_no_code_needs_yet_pass_the_project_s_own_check(platform, tmp_path, bgscript):
    source(
        tmp_path / "old", "manifest.yml", GLOBAL.replace("translations", "permissions: { scopes: [read:jira-work] }\n#")
    )
    assert bgscript("new", "made", "--yes", "--no-git", "--from=old", "--view-title=A").code == 0
    project = install(tmp_path / "made")
    assert "read:jira-work" in (project / "manifest.yml").read_text()
    done = run(BIN / "node", "bgscript/scripts/validate.mjs", cwd=project)
    assert done.code == 0, done.err


def test_a_scope_that_forge_s_validator_does_not_know_is_left_with_its_reason(tmp_path):
    text = GLOBAL.replace("translations", "permissions: { scopes: [read:jira-work, read:jira-wrok] }\n#")
    facts, answers, _ = adopt(source(tmp_path, "manifest.yml", text))
    assert answers["scopes"] == ["read:jira-work"]
    reason = facts.reasons["permissions", "scopes", 1]
    assert reason == "Forge's validator does not know it; if it is new, add it to the project's manifest.yml."


@pytest.mark.usefixtures("git")
def test_an_answer_that_cannot_be_one_is_refused_with_its_place_and_flag(tmp_path, bgscript):
    bad = {**CONNECT, "key": "my app", "baseUrl": "http://example.com"}
    source(tmp_path, "atlassian-connect.json", json.dumps(bad, indent=2))
    done = bgscript("new", "made", "--yes", "--from=atlassian-connect.json")
    assert (done.code, done.out) == (2, "")
    key, url = done.err.splitlines()[:2]
    assert key.startswith(
        "error: atlassian-connect.json:2: key my app: as --connect-key, it must have letters, digits, dashes, dots"
    )
    assert url.startswith(
        "error: atlassian-connect.json:5: baseUrl http://example.com: as --base-url, it must be an https"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["atlassian-connect.json"]
    flags = ("--connect-key=app", "--base-url=https://example.com")
    assert bgscript("new", "made", "--yes", "--from=atlassian-connect.json", *flags).code == 0


@pytest.mark.parametrize("key", ["com.example.app", "Time_app", "9to5", "a" * 60])
def test_a_key_that_is_no_short_one_stays_the_key_of_the_connect_app(key, tmp_path, bgscript):
    source(tmp_path, "atlassian-connect.json", json.dumps({**CONNECT, "key": key}))
    done = bgscript("new", "made", "--yes", "--no-git", "--json", "--from=atlassian-connect.json")
    assert done.code == 0, done.err
    assert json.loads((tmp_path / "made" / "atlassian-connect.json").read_text())["key"] == key
    assert json.loads((tmp_path / "made" / "package.json").read_text())["name"] == "time-app"
    assert "key" not in {each["property"] for each in json.loads(done.out)["not_carried"]}
    again = json.loads(done.out)["replay"]
    assert f"--connect-key={key}" in again
    moved = bgscript("new", "moved", "--yes", "--no-git", "--from=atlassian-connect.json", "--target=jira-issue")
    assert moved.code == 0, moved.err
    assert yaml.safe_load((tmp_path / "moved" / "manifest.yml").read_text())["app"]["connect"]["key"] == key


def test_what_only_a_deploy_knows_is_no_answer(tmp_path, bgscript):
    computed = {**CONNECT, "key": "{{appKey}}", "baseUrl": "https://${HOST}"}
    source(tmp_path, "atlassian-connect.json", json.dumps(computed))
    done = bgscript("new", "made", "--yes", "--no-git", "--json", "--from=atlassian-connect.json")
    assert done.code == 0, done.err
    listed = {each["property"]: each["reason"] for each in json.loads(done.out)["not_carried"]}
    assert listed["baseUrl"] == "A program or an environment fills it in; --base-url gives the text."
    assert listed["key"] == "A program or an environment fills it in; --connect-key gives the text."


@pytest.mark.parametrize(
    ("address", "part"), [("https://a.example.com/", "a slash at the end"), ("https://a.example.com/b", "a path")]
)
def test_of_an_address_with_a_path_the_rest_is_carried(address, part, tmp_path, bgscript):
    source(tmp_path, "atlassian-connect.json", json.dumps({**CONNECT, "baseUrl": address}))
    done = bgscript("new", "made", "--yes", "--no-git", "--json", "--from=atlassian-connect.json")
    assert done.code == 0, done.err
    assert json.loads((tmp_path / "made" / "atlassian-connect.json").read_text())["baseUrl"] == "https://a.example.com"
    listed = {each["property"]: each["reason"] for each in json.loads(done.out)["not_carried"]}
    assert listed["baseUrl"] == f"The address of the project's server is https://a.example.com, without {part}."


@pytest.mark.usefixtures("terminal")
def test_on_a_terminal_it_is_asked_for(tmp_path):
    source(tmp_path, "atlassian-connect.json", json.dumps({**CONNECT, "key": "Time App"}))
    wizard = terminal.bgscript(tmp_path, "new", "made", "--no-install", "--from=atlassian-connect.json")
    wizard.answers("Which short key", terminal.ENTER)
    wizard.answers("Which key has the app on Connect", terminal.ERASE, "Time.App", terminal.ENTER)
    wizard.answers("Take the defaults for the rest", terminal.ENTER)
    assert wizard.answers("Create this project? > Yes", terminal.ENTER).ends() == 0
    answers = texts(tmp_path / "made" / ".copier-answers.yml")
    assert (answers["connect_key"], answers["app_key"], answers["app_name"]) == ("Time.App", "time-app", "Time app")
    assert "Not carried from" in wizard.sent


def test_an_app_without_a_script_is_told_what_is_assumed(tmp_path, bgscript):
    file, text, _ = SAMPLES["view-only"]
    source(tmp_path, file, text)
    done = bgscript("new", "made", "--yes", "--no-git", "--dry-run", f"--from={file}")
    assert (
        "manifest.yml:7: modules.jira:dashboardGadget[0]: the app has no background script; jira-dashboard" in done.err
    )
    source(tmp_path, file, "app: {}\nmodules:\n  jira:globalPage: [{ key: a }]\n")
    done = bgscript("new", "made", "--yes", "--no-git", f"--from={file}")
    assert (done.code, "--target" in done.err) == (2, True)
    done = bgscript("new", "made", "--yes", "--no-git", "--no-git", f"--from={file}", "--target=confluence")
    assert (done.code, "manifest.yml:3: modules.jira:globalPage" in done.out) == (0, True)


@pytest.mark.usefixtures("git")
def test_of_a_hosted_template_only_its_own_questions_are_answered(tmp_path, bgscript):
    hosted = tmp_path / "hosted"
    hosted.mkdir()
    (hosted / "copier.yml").write_text(
        "_subdirectory: project\napp_name: { type: str, default: x }\ncolour: { type: str, default: red }\n"
    )
    (hosted / "project").mkdir()
    (hosted / "project" / ANSWERS).write_text("{{ _copier_answers|to_nice_yaml }}")
    (hosted / "project" / "a.txt.jinja").write_text("{{ app_name }}")
    run("git", "init", "-q", cwd=hosted)
    commit_all(hosted, "1")
    run("git", "tag", "v1.0.0", cwd=hosted)
    source(tmp_path, "atlassian-connect.json", json.dumps(CONNECT))
    done = bgscript("new", "made", "--yes", "--json", "--from=atlassian-connect.json", f"--template-source={hosted}")
    assert done.code == 0, done.err
    assert (tmp_path / "made" / "a.txt").read_text() == "Time app"
    listed = {each["property"]: each["reason"] for each in json.loads(done.out)["not_carried"]}
    assert listed["baseUrl"] == "This template has no question base_url."


def test_help_has_it(bgscript):
    assert "--from FILE" in bgscript("new", "--help").out
