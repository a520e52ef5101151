"""What a change means for those who use the app: the same for every command that changes a project."""

import json

import pytest
import yaml

from tests.support.sandbox import commit, git

BACK = "Atlassian takes no app back to one product while it is installed anywhere"


@pytest.fixture
def app(git, bgscript, tmp_path):
    """A committed project, made with these flags."""

    def make(*flags):
        assert bgscript("new", "app", "--yes", *flags).code == 0
        return tmp_path / "app"

    return make


def keys(folder):
    """The keys of a manifest's modules."""
    modules = yaml.safe_load((folder / "manifest.yml").read_text())["modules"]
    return sorted(entry["key"] for kind, entries in modules.items() if ":" in kind for entry in entries)


def result(done):
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_another_app_key_changes_no_module(app, bgscript):
    folder = app("--also=confluence", "--view=sales=Sales")
    before = keys(folder)
    done = result(bgscript("update", "app", "--set=app_key=other", "--json"))
    assert keys(folder) == before
    assert (done["modules"], done["deploy"], done["users"]) == ([], "minor", [])
    assert len(done["warnings"]) == 1
    assert done["warnings"][0].startswith("modules keep their keys, for what people have placed: the answer `keys`")
    assert done["next"][-1] == "git commit --message 'Set app_key=other'"
    commit(folder, "other")
    assert result(bgscript("add", "view", "more", "app", "--json"))["modules"] == [
        {"key": "other-more", "type": "dashboards:widget", "action": "create"},
        {"key": "other-confluence-more", "type": "confluence:homepageFeed", "action": "create"},
    ]
    assert set(before) < set(keys(folder))


def test_another_app_key_changes_neither_a_connect_app_nor_its_modules(app, bgscript):
    folder = app("--target=connect", "--connect-location=dashboard,issue_view")
    descriptor = (folder / "atlassian-connect.json").read_text()
    done = result(bgscript("update", "app", "--set=app_key=other", "--json"))
    assert (folder / "atlassian-connect.json").read_text() == descriptor
    assert yaml.safe_load((folder / ".copier-answers.yml").read_text())["connect_key"] == "app"
    assert (done["modules"], done["deploy"], done["users"]) == ([], "", [])
    assert [each.split(":")[0] for each in done["warnings"]] == [
        "the app keeps its key on Connect, by which sites know it",
        "modules keep their keys, for what people have placed",
    ]
    commit(folder, "other")
    again = result(bgscript("update", "app", "--set=app_key=third", "--json"))
    assert (folder / "atlassian-connect.json").read_text() == descriptor
    assert "the app keeps" not in "".join(again["warnings"])


@pytest.mark.parametrize("words", [["--set=connect_key=mine"], ["--set=app_key=other", "--set=connect_key=mine"]])
def test_a_key_on_connect_that_is_asked_for_is_said_to_be_another_app(words, app, bgscript):
    folder = app("--target=connect")
    done = result(bgscript("update", "app", *words, "--json"))
    assert json.loads((folder / "atlassian-connect.json").read_text())["key"] == "mine"
    assert done["users"] == [
        "The app's key on Connect is mine now: that is another app, and sites have to install it anew."
    ]


def test_what_people_have_placed_of_a_view_that_goes(app, bgscript):
    folder = app("--view=sales=Sales")
    done = bgscript("remove", "view", "sales", "app")
    assert "\n  delete  dashboards:widget  app-sales\n" in done.out
    sentence = "What people have placed of app-sales (dashboards:widget) goes from their pages"
    assert sentence in done.out.replace("\n    ", " ")
    assert "Deploy, a minor version:" in done.out
    assert keys(folder) == ["app-background", "app-view"]


def test_a_module_with_another_key_is_reported_as_one(app, bgscript):
    folder = app()
    manifest = folder / "manifest.yml"
    done = result(bgscript("update", "app", "--set=keys={home-dashboard/view: placed}", "--json", "--dry-run"))
    assert done["modules"] == [{"key": "placed", "type": "dashboards:widget", "action": "rename", "from": "app-view"}]
    assert done["users"] == [
        "What people have placed of app-view (dashboards:widget) goes from their pages with the next deploy: "
        "its key is placed now."
    ]
    assert done["diff"]
    assert "app-view" in manifest.read_text()


def test_an_update_of_texts_means_nothing_for_a_deploy(app, bgscript):
    app()
    done = bgscript("update", "app", "--set=license=MIT")
    assert done.code == 0
    assert "Deploy" not in done.out
    assert "git commit --message 'Set license=MIT'" in done.out


def test_a_second_product_is_a_door_that_closes(app, bgscript):
    """See Atlassian's page on several Atlassian apps."""
    folder = app()
    closes = "cannot go back to one product while it is installed anywhere"
    assert closes in bgscript("add", "home", "confluence", "app", "--dry-run").err
    assert closes in bgscript("add", "home", "confluence", "app").err
    commit(folder, "two")
    assert closes not in bgscript("add", "view", "sales", "app", "--dry-run").err
    before = bgscript("remove", "home", "confluence", "app", "--dry-run").err
    done = bgscript("remove", "home", "confluence", "app")
    assert BACK in before
    assert BACK in done.err
    assert "compatibility: { jira: { required: true }, confluence: { required: false } }" in done.err


def test_to_move_beside_the_old_home_closes_it_too(app, bgscript):
    app()
    done = result(bgscript("migrate", "app", "--to=confluence", "--keep-old", "--json"))
    assert [warning for warning in done["warnings"] if "lists such apps only as paid ones" in warning]


def test_a_change_of_answers_says_so_on_a_branch_too(app, bgscript):
    folder = app()
    assert bgscript("update", "app", "--set=license=MIT", "--branch=license").code == 0
    assert git("log", "-1", "--format=%s", "license", cwd=folder) == "Set license=MIT"
