"""Answers with variables of the manifest, which only a deploy knows: by flag, data file, and from an existing app."""

import json
import shlex

import pytest
import yaml

from tests.support.commands import run, tree
from tests.support.node import validate
from tests.support.paths import BIN
from tests.support.projects import install

FLAGS = [
    *("--target=confluence", "--ui=ui-kit", "--resolver=endpoint"),
    *("--app-id=${APP_ID}", "--remote-url=https://api.${DOMAIN}", "--connect-key=com.example.${STAGE}"),
]
DEFAULTS = {
    "APP_ID": "ari:cloud:ecosystem::app/00000000-0000-0000-0000-000000000000",
    "STAGE": "app",
    "DOMAIN": "example.com",
}
REGION = "Previous connect region will not be persisted"


@pytest.fixture
def app(bgscript, tmp_path):
    done = bgscript("new", "app", "--yes", "--no-git", "--json", *FLAGS)
    assert (done.code, done.err) == (0, ""), done.err
    return tmp_path / "app", json.loads(done.out)


def test_they_are_in_the_manifest_with_defaults_that_atlassian_takes(app, platform):
    folder, _ = app
    manifest = yaml.safe_load((folder / "manifest.yml").read_text())
    assert manifest["app"]["id"] == "${APP_ID}"
    assert manifest["app"]["connect"]["key"] == "com.example.${STAGE}"
    assert manifest["remotes"][0]["baseUrl"] == "https://api.${DOMAIN}"
    declared = {each["key"]: each["default"] for each in manifest["environment"]["variables"]}
    assert declared == DEFAULTS
    assert all(REGION in each for each in validate([folder])[str(folder)])
    done = run(BIN / "node", "bgscript/scripts/validate.mjs", cwd=install(folder))
    assert (done.code, done.err) == (0, "")
    done = run(BIN / "node", "bgscript/scripts/validate.mjs", cwd=folder, env={"APP_ID": "mine"})
    assert "app property id 'mine' must match" in done.err
    workflow = yaml.safe_load((folder / ".github/workflows/deploy.yml").read_text())
    env = workflow["jobs"]["deploy"]["steps"][-1]["env"]
    assert {name: env[name] for name in DEFAULTS} == {name: "${{ vars." + name + " }}" for name in DEFAULTS}


def test_check_judges_the_defaults_and_does_not_call_the_id_a_placeholder(app, bgscript):
    folder, _ = app
    assert bgscript("check", "app", "--strict").code == 0
    manifest = folder / "manifest.yml"
    manifest.write_text(manifest.read_text().replace("default: 'app'", "default: 'a/b'"))
    found = json.loads(bgscript("check", "app", "--json").out)["projects"][0]["findings"]
    assert [each["code"] for each in found] == ["BG251"]


def test_every_way_to_give_them_makes_the_same_project(app, bgscript, tmp_path):
    folder, made = app
    replay = shlex.split(made["replay"].replace("new app", "new again"))
    assert run(BIN / replay[0], *replay[1:], "--no-git", cwd=tmp_path).code == 0
    assert tree(tmp_path / "again") == tree(folder)
    assert bgscript("new", "data", "--yes", "--no-git", "--data=app/.copier-answers.yml").code == 0
    assert tree(tmp_path / "data") == tree(folder)
    done = bgscript("new", "taken", "--yes", "--no-git", "--json", "--from=app")
    assert json.loads(done.out)["not_carried"] == []
    assert (tmp_path / "taken/manifest.yml").read_text() == (folder / "manifest.yml").read_text()


@pytest.mark.parametrize("text", ["${APP_ID}", "ari:cloud:ecosystem::app/${UUID}"])
def test_an_id_alone(text, bgscript, tmp_path):
    assert bgscript("new", "app", "--yes", "--no-git", f"--app-id={text}").code == 0
    assert yaml.safe_load((tmp_path / "app/manifest.yml").read_text())["app"]["id"] == text


@pytest.mark.parametrize(
    ("flags", "error"),
    [
        (["--app-id=${A B}"], "--app-id must be a Forge app ARI"),
        (["--app-id=${}"], "--app-id must be a Forge app ARI"),
        (["--app-id=$APP_ID"], "--app-id must be a Forge app ARI"),
        (["--app-id=x${APP_ID}"], "--app-id must be a Forge app ARI"),
        (["--app-id=${APP_ID}\n"], "--app-id must be a Forge app ARI"),
        (["--resolver=endpoint", "--remote-url=http://${HOST}"], "--remote-url must be an https address"),
        (["--resolver=endpoint", "--remote-url=https://${HOST}/a"], "--remote-url must be an https address"),
        (["--connect-key=${A}/b"], "--connect-key must have letters"),
        (["--app-id=${A}", "--connect-key=${A}"], "--connect-key must have a variable of its own: ${A} is in another"),
        (
            ["--app-id=${A}", "--resolver=endpoint", "--remote-url=https://${A}"],
            "--remote-url must have a variable of its own: ${A} is in another answer",
        ),
        (["--target=connect", "--base-url=${URL}"], "--base-url must be an https address"),
        (["--target=connect", "--connect-key=${KEY}"], "--connect-key must have letters, digits, dashes, dots and"),
    ],
)
def test_what_is_refused(flags, error, bgscript, tmp_path):
    done = bgscript("new", "app", "--yes", "--no-git", *flags)
    assert (done.code, error in done.err) == (2, True), done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("git")
def test_an_id_that_becomes_a_variable_is_not_called_another_app(bgscript):
    assert bgscript("new", "app", "--yes").code == 0
    done = bgscript("update", "app", "--set=app_id=${APP_ID}", "--dry-run", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["users"] == [
        "`app.id` is ${APP_ID} now, which only a deploy knows: with another id, it deploys another app."
    ]
