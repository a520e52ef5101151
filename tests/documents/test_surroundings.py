"""The package manager of a new project, and whether it is in a workspace: by flags, else by the folders around it."""

import json

import pytest

from bgscript.documents.surroundings import answers

PNPM = {"pnpm-workspace.yaml": "packages:\n  - 'apps/*'\n  - '!apps/left'\n"}
YARN = {"package.json": json.dumps({"workspaces": ["apps/*"], "packageManager": "yarn@4.1.0"}), "yarn.lock": ""}


def place(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)


@pytest.fixture
def top(tmp_path):
    """The top of a repository."""
    (tmp_path / "top" / ".git").mkdir(parents=True)
    return tmp_path / "top"


FOUND = {
    "nothing": ({}, {}),
    "package-lock": ({"package-lock.json": "{}"}, {}),
    "pnpm-lock": ({"pnpm-lock.yaml": ""}, {"package_manager": "pnpm"}),
    "yarn-lock": ({"yarn.lock": ""}, {"package_manager": "yarn"}),
    "bun-lock": ({"bun.lock": ""}, {"package_manager": "bun"}),
    "bun-lockb": ({"bun.lockb": ""}, {"package_manager": "bun"}),
    "field": ({"package.json": '{"packageManager": "pnpm@12.0.0"}', "yarn.lock": ""}, {"package_manager": "pnpm"}),
    "unknown field": ({"package.json": '{"packageManager": "cnpm@1"}'}, {}),
    "broken": ({"package.json": "{", "bun.lock": ""}, {"package_manager": "bun"}),
    "a list": ({"package.json": "[1]"}, {}),
    "npm workspace": ({"package.json": '{"workspaces": ["apps/*"]}'}, {"in_workspace": True}),
    "yarn workspace": (YARN, {"package_manager": "yarn", "in_workspace": True}),
    "in an object": ({"package.json": '{"workspaces": {"packages": ["./apps/**"]}}'}, {"in_workspace": True}),
    "pnpm workspace": (PNPM, {"package_manager": "pnpm", "in_workspace": True}),
    "not of the workspace": ({"package.json": '{"workspaces": ["packages/*"]}'}, {}),
    "left out": ({"package.json": '{"workspaces": ["apps/*", "!apps/one"]}'}, {}),
    "broken workspace": ({"pnpm-workspace.yaml": "packages: ["}, {"package_manager": "pnpm"}),
    "no list": ({"package.json": '{"workspaces": "apps/*"}'}, {}),
}


@pytest.mark.parametrize("name", FOUND)
def test_the_folders_around_say_it(name, top):
    files, expected = FOUND[name]
    place(top, files)
    assert answers(top / "apps" / "one", {}) == expected


def test_the_nearest_folder_counts(top):
    place(top, {"yarn.lock": ""})
    place(top / "apps", {"bun.lock": ""})
    assert answers(top / "apps" / "one", {}) == {"package_manager": "bun"}


def test_a_package_of_another_repository_is_no_surrounding(tmp_path, top):
    place(tmp_path, {"pnpm-lock.yaml": "", **PNPM})
    assert answers(top / "one", {}) == {}


def test_what_is_in_the_home_directory_says_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    place(tmp_path, {"yarn.lock": ""})
    assert answers(tmp_path / "code" / "one", {}) == {}


def test_the_program_that_has_started_bgscript_is_the_last_to_ask(top):
    environ = {"npm_config_user_agent": "pnpm/12.21.0 npm/? node/v24.19.0 linux x64"}
    assert answers(top / "one", environ) == {"package_manager": "pnpm"}
    assert answers(top / "one", {"npm_config_user_agent": "npm/11.0.0 node/v24"}) == {}
    assert answers(top / "one", {"npm_config_user_agent": "curl/8"}) == {}
    place(top, {"yarn.lock": ""})
    assert answers(top / "one", environ) == {"package_manager": "yarn"}


def test_what_somebody_chooses_is_looked_for_in_its_own_workspace(top):
    place(top, {**PNPM, **YARN})
    assert answers(top / "apps" / "left", {}, "yarn") == {"in_workspace": True}
    assert answers(top / "apps" / "left", {}, "pnpm") == {}


def test_new_follows_and_says_so(bgscript, tmp_path):
    place(tmp_path / "work", {**YARN, ".git": "gitdir: elsewhere\n"})
    done = bgscript("new", "work/apps/one", "--yes", "--no-git")
    assert done.code == 0, done.err
    assert "    --package-manager=yarn \\\n    --in-workspace \\\n" in done.out
    assert (
        '  #   "resolutions": {\n  #     "@forge/bridge": "7.2.0"\n  #   }\n  cd work/apps/one\n  yarn install\n'
        in done.out
    )
    assert "  yarn run check\n" in done.out
    other = bgscript("new", "work/apps/two", "--yes", "--no-git", "--package-manager=npm", "--json")
    assert "--package-manager" not in json.loads(other.out)["replay"]


def test_the_usual_package_manager_is_not_mentioned(bgscript, tmp_path):
    done = bgscript("new", "one", "--yes", "--no-git")
    assert "package-manager" not in done.out + (tmp_path / "one" / "README.md").read_text()
    assert "in-workspace" not in done.out + (tmp_path / "one" / "README.md").read_text()
    assert "\npackage_manager: npm\n" in (tmp_path / "one" / ".copier-answers.yml").read_text()


def test_packages_of_a_workspace_are_not_installed_in_it(bgscript, tmp_path):
    done = bgscript("new", "one", "--yes", "--in-workspace", "--package-manager=pnpm", "--install")
    assert (done.code, "run `pnpm install` there afterwards" in done.err) == (2, True), done.err
    assert not (tmp_path / "one").exists()
