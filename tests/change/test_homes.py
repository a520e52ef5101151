"""`bgscript add home` and `bgscript remove home`: what they change, and what they refuse."""

import json
from pathlib import Path

import pytest
import yaml

from tests.support.commands import tree
from tests.support.homes import HOMES, LIFECYCLE, manifest
from tests.support.layers import exhaustive
from tests.support.sandbox import commit, git


def keys(project: Path) -> dict[str, str]:
    """The types of a project's modules, by key."""
    return {module["key"]: kind for kind, modules in manifest(project)["modules"].items() for module in modules}


@pytest.fixture
def project(tmp_path, bgscript):
    """A committed project with an owner's edits in the files that homes change, and a module of the owner's own."""

    def make(*flags: str) -> Path:
        assert bgscript("new", "app", "--yes", *flags).code == 0
        folder = tmp_path / "app"
        text = (folder / "manifest.yml").read_text()
        (folder / "manifest.yml").write_text(f"{text}permissions: # mine\n  scopes:\n    - read:jira-work\n")
        readme = folder / "README.md"
        readme.write_text(readme.read_text() + "\n## Ours\n\nAsk the data team.\n")
        view = folder / "src/view/View.tsx"
        view.write_text(view.read_text().replace("Nothing to show yet.", "All is quiet."))
        commit(folder, "mine")
        return folder

    return make


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize(
    ("target", "new", "ui"),
    [
        ("home-dashboard", "jira-dashboard", "ui-kit"),
        ("jira-dashboard", "confluence", "custom-ui"),
        exhaustive("jira-issue", "jira-global", "custom-ui"),
        exhaustive("jira-global", "jira-issue", "ui-kit"),
        exhaustive("confluence", "home-dashboard", "custom-ui"),
    ],
)
def test_there_and_back_is_byte_equal_and_no_key_changes(target, new, ui, project, bgscript):
    flags = ["--experience=board"] if target == "jira-global" else []
    folder = project(f"--target={target}", f"--ui={ui}", *flags)
    before, old = tree(folder), keys(folder)
    done = bgscript("add", "home", new, "app")
    assert (done.code, "conflict" in done.out) == (0, False), done.out
    both = keys(folder)
    assert {key: both.get(key) for key in old} == old
    for key in set(both) - set(old):
        assert f"create  {both[key]}" in done.out
        assert key in done.out
    commit(folder, "two")
    assert bgscript("remove", "home", new, "app").code == 0
    assert tree(folder) == before
    commit(folder, "one")
    assert bgscript("add", "home", new, "app", "--json").code == 0
    commit(folder, "two again")
    assert bgscript("remove", "home", target, "app").code == 0
    stay = shared_modules(target, new)
    assert keys(folder) == {key: kind for key, kind in both.items() if key not in old or kind in stay}
    assert yaml.safe_load((folder / ".copier-answers.yml").read_text())["target"] == new


def shared_modules(old: str, new: str) -> set[str]:
    """The types of modules that stay when one of two homes goes: functions, and a panel that both have."""
    targets = LIFECYCLE["targets"]
    return {"function", *(kind for kind in targets[old] if kind in targets[new])}


@pytest.mark.exhaustive
@pytest.mark.usefixtures("git")
def test_homes_come_and_go_in_any_order_and_keys_stay(project, bgscript):
    """One after the other up to all five, then the first ones go: what is placed in a home stays until it goes."""
    folder = project("--target=home-dashboard")
    for home in HOMES[1:]:
        before = keys(folder)
        assert bgscript("add", "home", home, "app").code == 0
        assert before.items() <= keys(folder).items()
        commit(folder, f"add {home}")
    for home in HOMES[:4]:
        before = keys(folder)
        assert bgscript("remove", "home", home, "app").code == 0
        assert keys(folder).items() <= before.items()
        recorded = yaml.safe_load((folder / ".copier-answers.yml").read_text())
        assert [recorded["target"], *recorded["also"]] == HOMES[HOMES.index(home) + 1 :]
        commit(folder, f"remove {home}")
    assert set(manifest(folder)["modules"]) == {"confluence:backgroundScript", "confluence:homepageFeed", "function"}
    assert keys(folder)["app-confluence-view"] == "confluence:homepageFeed"
    assert manifest(folder)["app"]["compatibility"]["jira"] == {"required": True}, "it is installed in Jira first"
    assert "All is quiet." in (folder / "src/view/View.tsx").read_text()
    assert "Ask the data team." in (folder / "README.md").read_text()
    assert bgscript("add", "home", "home-dashboard", "app").code == 0
    assert keys(folder)["app-view"] == "dashboards:widget"


@pytest.mark.usefixtures("git")
def test_the_owner_s_module_in_a_home_stays_when_the_home_goes(project, bgscript):
    folder = project("--target=jira-issue", "--also=home-dashboard")
    file = folder / "manifest.yml"
    mine = "    - key: mine\n      resource: view\n      title: Mine\n      icon: https://example.com/icon.svg\n"
    place = "  dashboards:backgroundScript:\n"
    assert file.read_text().count(place) == 1
    file.write_text(file.read_text().replace(place, mine + place))
    commit(folder, "my own panel")
    done = bgscript("remove", "home", "jira-issue", "app")
    assert done.code == 0, done.out
    assert [module["key"] for module in manifest(folder)["modules"]["jira:issuePanel"]] == ["mine"]
    assert "jira:issueViewBackgroundScript" not in manifest(folder)["modules"]


@pytest.mark.usefixtures("git")
def test_the_report_tells_the_modules_and_what_to_do_next(project, bgscript):
    folder = project("--target=home-dashboard")
    done = json.loads(bgscript("add", "home", "confluence", "app", "--json", "--dry-run").out)
    assert (done["command"], done["replay"]) == ("add home", "bgscript add home confluence app")
    assert done["modules"] == [
        {"key": "app-confluence-background", "type": "confluence:backgroundScript", "action": "create"},
        {"key": "app-confluence-view", "type": "confluence:homepageFeed", "action": "create"},
    ]
    assert git("status", "--porcelain", cwd=folder) == ""
    done = bgscript("add", "home", "confluence", "app", "--branch=two")
    assert done.code == 0
    assert "forge install --product Confluence" in done.out
    assert git("log", "-1", "--format=%s", "two", cwd=folder) == "Add home confluence"
    assert git("status", "--porcelain", cwd=folder) == ""
    ends = bgscript("add", "home", "jira-dashboard", "app")
    assert "deprecated, removed on 17 May 2027" in ends.err
    commit(folder, "two")
    removed = bgscript("remove", "home", "home-dashboard", "app")
    assert "Widgets that people have placed" in removed.out
    assert "stop working when the new" in removed.out


REFUSED = {
    (): [
        ("add home home-dashboard app", "the app is in home-dashboard already: it is the target", ""),
        ("add home connect app", "the new host page cannot be connect: a Connect app has no other host pages", ""),
        ("add home jira-isue app", "the new host page cannot be 'jira-isue' (did you mean 'jira-issue'?)", ""),
        ("remove home confluence app", "the app is not in 'confluence'", "it is in home-dashboard"),
        ("remove home home-dashboard app", "home-dashboard is the only host page of the app", "bgscript add home"),
        ("add home", "the following arguments are required: TARGET", ""),
        ("add home confluence app more", "unexpected argument 'more'", ""),
    ],
    ("--also=confluence",): [
        ("add home confluence app", "the app is in confluence already", "it is in home-dashboard, confluence"),
        ("remove home conflunce app", "(did you mean 'confluence'?)", "it is in"),
    ],
    ("--target=connect",): [("add home confluence app", "a Connect app has no other host pages", "moves it to Forge")],
    ("--target=jira-global",): [
        ("add home jira-issue app", "cannot name issue-view beside jira-issue", "bgscript update --set experience=")
    ],
    ("--target=confluence", "--also=jira-issue", "--unlicensed-access=customer"): [
        ("remove home jira-issue app", "cannot name customer in Confluence", "update --set unlicensed_access=")
    ],
}


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("flags", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_touched(flags, bgscript, tmp_path):
    assert bgscript("new", "app", "--yes", *flags).code == 0
    before = tree(tmp_path / "app")
    for words, problem, hint in REFUSED[flags]:
        done = bgscript(*words.split())
        assert (done.code, problem in done.err, hint in done.err) == (2, True, True), done.err
    assert tree(tmp_path / "app") == before


def test_flags_of_new_are_judged(bgscript):
    for flags, problem in [
        (["--also=home-dashboard"], "--also cannot name home-dashboard: it is the target"),
        (["--also=confluence,confluence"], "--also must name each target once"),
        (["--also=connect"], "--also cannot be connect"),
        (["--target=connect", "--also=confluence"], "--also goes with Forge"),
        (["--also=jira-issue", "--key-home=x"], "--key-home must name a target on Forge"),
    ]:
        done = bgscript("new", "app", "--yes", *flags)
        assert (done.code, problem in done.err) == (2, True), done.err


@pytest.mark.usefixtures("git")
def test_a_project_older_than_the_question_is_to_be_updated_first(bgscript, tmp_path):
    assert bgscript("new", "app", "--yes", "--template-version=0.2.0").code == 0
    done = bgscript("add", "home", "confluence", "app")
    assert done.code in (1, 2)
    assert "update it first" in done.err
    assert "bgscript update app" in done.err
