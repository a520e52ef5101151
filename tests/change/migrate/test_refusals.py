"""What ``bgscript migrate`` refuses, each with a sentence and the right exit code, and nothing touched."""

import json

import pytest

from bgscript.template.templates import locked
from tests.support.commands import tree
from tests.support.moving import repository
from tests.support.sandbox import commit, git

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    root = tmp_path_factory.mktemp("refused")
    return {target: repository({"target": target}, root / target / "app") for target in ("jira-dashboard", "connect")}


@pytest.fixture
def app(projects, tmp_path):
    """Gives a project of a home as ``app`` in the command's folder."""

    def make(target="jira-dashboard"):
        git("clone", "--quiet", str(projects[target]), "app", cwd=tmp_path)
        return tmp_path / "app"

    return make


def state(project):
    return tree(project), git("status", "--porcelain", cwd=project), git("branch", "--all", cwd=project)


@pytest.mark.parametrize(
    ("target", "words", "message", "hint"),
    [
        ("jira-dashboard", (), "the following arguments are required: --to", "bgscript migrate --help shows more"),
        ("jira-dashboard", ("--to", "jira-dashboard"), "--to jira-dashboard: the app is there already", "update"),
        ("jira-dashboard", ("--to", "jira-isue"), "unknown target (did you mean 'jira-issue'?)", "--to takes "),
        (
            "jira-dashboard",
            ("--to", ""),
            "--to '': unknown target",
            "home-dashboard, jira-issue, jira-global or confluence",
        ),
        (
            "jira-dashboard",
            ("--to", "connect"),
            "--to connect: an app does not move to a platform that ends",
            "update --set",
        ),
        (
            "jira-dashboard",
            ("--to", "confluence", "--set", "target=jira-issue"),
            "--set target: --to names",
            "leave it out",
        ),
        ("jira-dashboard", ("--to", "confluence", "--set", "ui"), "--set ui must be question=value", "ci=none"),
        ("jira-dashboard", ("--to", "confluence", "--set", "colour=red"), "--set colour: unknown question", "target"),
        ("jira-dashboard", ("--to", "confluence", "--set", "ui=flash"), "--set ui cannot be 'flash'", "--set"),
        (
            "jira-dashboard",
            ("--to", "confluence", "--set", "store=sqlite"),
            "--set store goes with --target=connect",
            "",
        ),
        (
            "jira-dashboard",
            ("--to", "jira-issue", "--set", "also=jira-issue"),
            "cannot name jira-issue: it is the target",
            "",
        ),
        (
            "jira-dashboard",
            ("--to", "confluence", "--set", "connect_key=a b"),
            "--set connect_key must have letters",
            "",
        ),
        (
            "jira-dashboard",
            ("--to", "confluence", "--set", f"connect_key={'x' * 91}"),
            "at most 90 characters, not 91",
            "",
        ),
        ("jira-dashboard", ("--to", "confluence", "--branch", ""), "--branch needs a name", ""),
        ("jira-dashboard", ("--to", "confluence", "extra"), "unexpected argument 'extra'", "bgscript migrate --help"),
        (
            "connect",
            ("--to", "home-dashboard", "--keep-old"),
            "--keep-old: a Connect app and a Forge app cannot be",
            "also=",
        ),
        ("connect", ("--to", "home-dashboard", "--set", "resolver=lambda"), "--set resolver cannot be 'lambda'", ""),
    ],
)
def test_wrong_usage(app, bgscript, target, words, message, hint):
    project = app(target)
    before = state(project)
    done = bgscript("migrate", "app", *words)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert hint in done.err
    assert state(project) == before
    shown = json.loads(bgscript("migrate", "app", *words, "--json").out)["error"]
    assert shown["code"] == 2
    assert message in shown["message"]


@pytest.mark.parametrize(
    ("target", "name", "content", "message"),
    [
        ("jira-dashboard", "manifest.yml", "modules: [\n", "manifest.yml, line 2: it is not valid"),
        ("jira-dashboard", "manifest.yml", "a: 1\na: 2\n", "manifest.yml, line 2: `a` is a duplicate key"),
        ("jira-dashboard", "manifest.yml", "a: &x 1\nb: *x\n", "manifest.yml, line 1: an anchor"),
        ("jira-dashboard", "manifest.yml", "- a\n", "manifest.yml must hold names and values"),
        ("jira-dashboard", "manifest.yml", b"a: \xff\n", "manifest.yml, line 1: it is not UTF-8"),
        (
            "connect",
            "atlassian-connect.json",
            '{"key": "a"\n',
            "atlassian-connect.json, line 2: it is not valid",
        ),
        ("connect", "atlassian-connect.json", '{"key": "a", "key": "b"}', "`key` is a duplicate key"),
    ],
)
def test_a_manifest_or_descriptor_that_cannot_be_merged(app, bgscript, target, name, content, message):
    project = app(target)
    (project / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    commit(project, "mine")
    before = state(project)
    done = bgscript("migrate", "app", "--to", "home-dashboard")
    assert (done.code, done.out) == (1, "")
    assert message in done.err
    assert "commit" in done.err
    assert state(project) == before


def test_a_descriptor_without_a_key_needs_the_key(app, bgscript):
    project = app("connect")
    (project / "atlassian-connect.json").write_text('{"name": "mine"}\n')
    commit(project, "mine")
    done = bgscript("migrate", "app", "--to", "home-dashboard", "--dry-run")
    assert done.code == 2
    assert "atlassian-connect.json is not committed, or has no key" in done.err
    assert bgscript("migrate", "app", "--to", "home-dashboard", "--set=connect_key=a.b", "--dry-run").code == 4


def test_a_project_that_is_older_than_the_command(bgscript, tmp_path):
    assert bgscript("new", "app", "--yes", f"--template-version={locked()[0].version}").code == 0
    before = state(tmp_path / "app")
    done = bgscript("migrate", "app", "--to", "confluence")
    assert done.code == 2
    assert "is older than this command" in done.err
    assert "bgscript update app" in done.err
    assert state(tmp_path / "app") == before


def test_uncommitted_changes_and_branches(app, bgscript):
    project = app()
    (project / "README.md").write_text("mine\n")
    before = state(project)
    done = bgscript("migrate", "app", "--to", "confluence")
    assert done.code == 1
    assert "has changes that are not committed: README.md" in done.err
    assert state(project) == before
    assert bgscript("migrate", "app", "--to", "confluence", "--branch", "move").code == 0
    assert git("log", "-1", "--format=%s", "move", cwd=project) == "Move to confluence"
    assert state(project)[:2] == before[:2]
    done = bgscript("migrate", "app", "--to", "confluence", "--branch", "move")
    assert done.code == 1
    assert "already has a branch move" in done.err


def test_json_and_a_dry_run(app, bgscript):
    project = app()
    before = state(project)
    done = bgscript("migrate", "app", "--to", "home-dashboard", "--dry-run", "--json")
    made = json.loads(done.out)
    assert (done.code, made["command"], made["former"], made["target"]) == (
        0,
        "migrate",
        "jira-dashboard",
        "home-dashboard",
    )
    assert (made["deploy"], made["conflicts"], made["manual"], made["carried"]) == ("minor", [], [], [])
    assert made["dropped"] == [{"question": "display_condition", "value": "none"}]
    assert made["defaulted"] == [{"question": "ai_context", "value": False}]
    assert made["reasons"]
    assert made["users"]
    assert made["diff"]
    assert made["replay"] == "bgscript migrate app --to=home-dashboard"
    assert state(project) == before
