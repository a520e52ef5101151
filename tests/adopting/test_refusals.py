"""What adopt refuses, each with its reason and a remedy, all of it together. A refusal needs no git."""

import json

import pytest

from bgscript.adopting.chosen import Chosen
from tests.support.adopting import copy, manifest, refusals

PANEL = "static/notes/"


def package(**changes: object) -> str:
    data = {"name": "notes", "dependencies": {"@forge/bridge": "4.2.0"}, "scripts": {"build": "react-scripts build"}}
    return json.dumps({**data, **changes})


def test_an_app_that_is_as_it_should_be_has_no_refusal(tmp_path):
    assert refusals(copy("cra", tmp_path / "app")) == []


def test_ui_kit_1(tmp_path):
    old = manifest(
        "cra", ("      resource: main\n      resolver:\n        function: resolver\n", "      function: resolver\n")
    )
    [problem] = refusals(copy("cra", tmp_path / "app", {"manifest.yml": old}))
    assert problem.startswith("jira:issuePanel notes-panel (manifest.yml:4) is UI Kit 1, which no longer works; ")
    assert "@forge/react" in problem


def test_a_target_without_a_view(tmp_path):
    app = copy("cra", tmp_path / "app")
    assert refusals(app, Chosen(["confluence"])) == [
        "--target confluence: the app has no view that pairs with confluence:backgroundScript; "
        "add a view beside confluence:backgroundScript first, or choose one of jira-issue, jira-global"
    ]
    assert refusals(app, Chosen(["jira-global"])) == []


def test_a_global_script_without_a_panel(tmp_path):
    app = copy("ui-kit-js", tmp_path / "app")
    [problem] = refusals(app, Chosen(["jira-global"]))
    assert problem.startswith("--target jira-global: the app has no view that pairs with jira:globalBackgroundScript; ")
    assert "add a module of the issue view first, or choose one of confluence" in problem


def test_an_app_without_any_view_beside_a_script(tmp_path):
    page = manifest("cra", ("jira:issuePanel", "jira:adminPage"))
    [problem] = refusals(copy("cra", tmp_path / "app", {"manifest.yml": page}))
    assert problem.startswith("no view of the app is on a page where a script can run beside it; scripts are on these")


@pytest.mark.parametrize(
    ("homes", "says"),
    [
        (["jira-isue"], "there is no target 'jira-isue' (did you mean 'jira-issue'?); choose one of"),
        (["connect"], "--target connect: adopt is for Forge apps; choose one of jira-issue"),
        (["jira-issue", "jira-issue"], "jira-issue is chosen twice; name each target once"),
    ],
)
def test_targets_that_cannot_be(homes, says, tmp_path):
    assert refusals(copy("cra", tmp_path / "app"), Chosen(homes))[-1].startswith(says)


def test_a_script_that_is_there_with_both_ways_out(tmp_path):
    [problem] = refusals(copy("scripted", tmp_path / "app"))
    assert problem.startswith(
        "jira-issue has a script already: manifest.yml:11, jira:issueViewBackgroundScript notes-script; "
    )
    assert "to replace it, take that module out of the manifest" in problem
    assert "to leave it, choose other host pages" in problem


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (
            {PANEL + "package.json": package(dependencies={"@forge/bridge": "2.2.1"})},
            "static/notes/package.json: @forge/bridge is 2.2.1,",
        ),
        (
            {PANEL + "package.json": package(dependencies={"@forge/bridge": "^1.9.0"})},
            "static/notes/package.json: @forge/bridge is ^1.9.0,",
        ),
        (
            {PANEL + "package-lock.json": '{"packages": {"node_modules/@forge/bridge": {"version": "2.1.3"}}}'},
            "static/notes/package-lock.json: @forge/bridge is 2.1.3,",
        ),
        (
            {PANEL + "package-lock.json": '{"dependencies": {"@forge/bridge": {"version": "2.1.3"}}}'},
            "static/notes/package-lock.json: @forge/bridge is 2.1.3,",
        ),
        (
            {PANEL + "yarn.lock": '"@forge/bridge@^2.0.0":\n  version "2.2.0"\n'},
            "static/notes/yarn.lock: @forge/bridge is 2.2.0,",
        ),
        (
            {PANEL + "yarn.lock": '"@forge/bridge@npm:^2.0.0":\n  version: 2.2.0\n'},
            "static/notes/yarn.lock: @forge/bridge is 2.2.0,",
        ),
        (
            {PANEL + "pnpm-lock.yaml": "packages:\n  '@forge/bridge@2.2.0':\n"},
            "static/notes/pnpm-lock.yaml: @forge/bridge is 2.2.0,",
        ),
        (
            {PANEL + "pnpm-lock.yaml": "packages:\n  /@forge/bridge@2.2.0:\n"},
            "static/notes/pnpm-lock.yaml: @forge/bridge is 2.2.0,",
        ),
        (
            {"package-lock.json": '{"packages": {"node_modules/@forge/bridge": {"version": "2.0.0"}}}'},
            "package-lock.json: @forge/bridge is 2.0.0,",
        ),
    ],
)
def test_an_old_bridge_in_package_or_lock(files, says, tmp_path):
    [problem] = refusals(copy("cra", tmp_path / "app", files))
    add = {
        "static/notes/yarn.lock": "yarn --cwd static/notes add",
        "static/notes/pnpm-lock.yaml": "pnpm --dir static/notes add",
    }
    command = add.get(says.partition(":")[0], "npm install --prefix static/notes")
    reason = f"{says} which has no events; they are in 2.3.0 and newer"
    assert problem.startswith(f"{reason}; `{command} @forge/bridge@latest`")


@pytest.mark.parametrize(
    "version", ["2.3.0", "^2.3.0", "~4.1.0", ">=2.3", "7.0.0-next.1", "latest", "workspace:*", "*"]
)
def test_a_bridge_that_is_new_enough(version, tmp_path):
    files = {PANEL + "package.json": package(dependencies={"@forge/bridge": version})}
    assert refusals(copy("cra", tmp_path / "app", files)) == []


def test_a_lock_file_says_more_than_a_range(tmp_path):
    files = {
        PANEL + "package.json": package(dependencies={"@forge/bridge": "^2.0.0"}),
        PANEL + "package-lock.json": '{"packages": {"node_modules/@forge/bridge": {"version": "2.6.0"}}}',
    }
    assert refusals(copy("cra", tmp_path / "app", files)) == []


def test_a_view_without_a_bundler(tmp_path):
    files = {PANEL + "package.json": package(scripts={"start": "serve"})}
    [problem] = refusals(copy("cra", tmp_path / "app", files))
    assert problem.startswith(
        "jira:issuePanel notes-panel (manifest.yml:4) has no bundler (static/notes/package.json), "
    )
    assert problem.endswith("let Vite or another bundler build the view first, with a script `build`")


def test_a_page_that_is_served_as_it_is(tmp_path):
    files = {PANEL + "package.json": None, PANEL + "build/index.html": "<script src='app.js'></script>"}
    [problem] = refusals(copy("cra", tmp_path / "app", files))
    assert problem.startswith("jira:issuePanel notes-panel (manifest.yml:4) has no bundler (static/notes/build), ")


def test_a_built_page_whose_bundler_is_the_apps_own(tmp_path):
    own = package(scripts={"build": "webpack"}, devDependencies={"webpack": "^5.0.0"})
    files = {PANEL + "package.json": None, PANEL + "build/index.html": "<p>built</p>", "package.json": own}
    [problem] = refusals(copy("cra", tmp_path / "app", files))
    assert problem.startswith("the sources of jira:issuePanel notes-panel (manifest.yml:4) are not found: ")
    assert problem.endswith("--view-source notes-panel=FOLDER answers it")


def test_sources_that_are_not_found(tmp_path):
    moved = manifest("cra", ("static/notes/build", "built/panel"))
    app = copy("cra", tmp_path / "app", {"manifest.yml": moved})
    [problem] = refusals(app)
    assert problem == (
        "the sources of jira:issuePanel notes-panel (manifest.yml:4) are not found: the app's own `src/` has the code"
        " of its functions; there is no terminal to ask on; --view-source notes-panel=static/notes answers it"
    )
    assert refusals(app, Chosen(sources={"notes-panel": "static/notes"})) == []
    assert refusals(app, Chosen(sources={"notes-panel": "./static/notes/src/"})) == []
    assert refusals(app, Chosen(sources={"main": "static/notes"})) == []
    [problem] = refusals(app, Chosen(sources={"notes-panel": "static/note"}))
    assert problem.startswith("--view-source notes-panel=static/note: there is no such folder in the app; ")
    [problem] = refusals(app, Chosen(sources={"notes-panel": "../app/static/notes"}))
    assert problem.startswith("--view-source notes-panel=../app/static/notes: there is no such folder in the app; ")


def test_a_source_of_a_view_that_is_not_there(tmp_path):
    app = copy("cra", tmp_path / "app")
    [problem] = refusals(app, Chosen(sources={"note-panel": "static/notes"}))
    assert problem.startswith(
        "--view-source note-panel: none of the views has this key (did you mean 'notes-panel'?); "
    )


def test_a_package_at_the_root_whose_src_is_the_backend(tmp_path):
    """Without a page that names a source in it, `src/` may have nothing but functions."""
    app = copy("root-vite", tmp_path / "app", {"index.html": "<script type='module' src='/web/main.jsx'></script>"})
    problems = refusals(app)
    assert [problem.partition(" (")[0] for problem in problems] == [
        "the sources of jira:issuePanel team-panel",
        "the sources of jira:issueContext team-context",
    ]
    assert refusals(app, Chosen(sources={"main": "."})) == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("background/index.ts", "background/ is there already, where the script's files would be; rename it"),
        ("static/notes/src/background/bus.js", "static/notes/src/background/ is there already, where"),
        (".copier-answers.yml", ".copier-answers.yml is there already: another template's; "),
    ],
)
def test_a_path_of_ours_that_is_taken(path, says, tmp_path):
    [problem] = refusals(copy("cra", tmp_path / "app", {path: "x: 1\n"}))
    assert problem.startswith(says)


def test_a_folder_of_ours_in_ui_kit(tmp_path):
    [problem] = refusals(copy("ui-kit-js", tmp_path / "app", {"src/background/loader.js": ""}))
    assert problem.startswith("src/background/ is there already")
    assert refusals(copy("ui-kit-js", tmp_path / "other", {"background/a.js": ""})) == []


def test_an_app_that_has_its_script_from_bgscript(tmp_path):
    app = copy("cra", tmp_path / "app", {".copier-answers.yml": "_src_path: git+bgscript::templates\n"})
    [problem] = refusals(app)
    assert problem.endswith("has its script from bgscript already; `bgscript update` keeps it current")


RESOURCES = "resources:\n  - key: main\n    path: static/notes/build\n"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            RESOURCES,
            "resources: [{ key: main, path: static/notes/build }]\n",
            "manifest.yml:14: `resources` has entries",
        ),
        ("  function:\n    -", "  function: &all\n    -", "manifest.yml:11: an anchor or alias"),
        ("title: Notes", "title: !!str Notes", "manifest.yml:8: a tag"),
        ("# The app's modules.", "\ufeff# The app's modules.", "manifest.yml:1: a byte order mark"),
    ],
)
def test_a_manifest_to_which_no_lines_can_be_added(old, new, says, tmp_path):
    app = copy("cra", tmp_path / "app", {"manifest.yml": manifest("cra", (old, new))})
    [problem] = refusals(app)
    assert problem.startswith(says)
    assert "write that out as plain lines, commit, and adopt again" in problem
    assert "    modules:\n      jira:issueViewBackgroundScript:\n        - key: issue-notes-background\n" in problem
    assert problem.endswith("    resources:\n      - key: background\n        path: background/build")


def test_a_flow_mapping_elsewhere_is_not_in_the_way(tmp_path):
    app = copy(
        "cra",
        tmp_path / "app",
        {"manifest.yml": manifest("cra", ("  runtime:\n    name: nodejs22.x\n", "  runtime: { name: nodejs22.x }\n"))},
    )
    assert refusals(app) == []


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"manifest.yml": None}, "there is no committed manifest.yml; "),
        ({"manifest.yml": "modules: [\n"}, "manifest.yml:2: manifest.yml is not valid"),
        ({"manifest.yml": "name: something\n"}, "manifest.yml is no manifest of Forge's; "),
        ({"manifest.yml": None, "atlassian-connect.json": "{}"}, "atlassian-connect.json: it is a Connect app, "),
        (
            {"manifest.yml": None, "apps/one/manifest.yml": manifest("cra")},
            "there is no committed manifest.yml here; name the app's folder: apps/one",
        ),
    ],
)
def test_what_is_no_app(files, says, tmp_path):
    [problem] = refusals(copy("cra", tmp_path / "app", files))
    assert problem.startswith(says)


def test_a_connect_app_is_shown_its_two_ways(tmp_path):
    [problem] = refusals(copy("cra", tmp_path / "app", {"manifest.yml": None, "atlassian-connect.json": "{}"}))
    assert "`bgscript new PATH --from atlassian-connect.json`" in problem
    assert "`bgscript migrate`" in problem


def test_modules_of_connect_in_a_manifest(tmp_path):
    text = "app:\n  id: ari:cloud:ecosystem::app/1\n  connect:\n    key: a\nconnectModules:\n  jira:webPanels: []\n"
    [problem] = refusals(copy("cra", tmp_path / "app", {"manifest.yml": text}))
    assert problem.startswith("the manifest's modules are Connect's")


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        (
            {"jira-issue": "resolve"},
            "--call jira-issue=resolve: the manifest has no such function or endpoint (did you mean 'resolver'?); ",
        ),
        (
            {"jira-isue": "resolver"},
            "--call jira-isue=resolver: no script of 'jira-isue' is added (did you mean 'jira-issue'?); ",
        ),
    ],
)
def test_a_call_of_something_that_is_not_there(chosen, says, tmp_path):
    [problem] = refusals(copy("cra", tmp_path / "app"), Chosen(calls=chosen))
    assert problem.startswith(says)


def test_a_wrong_key(tmp_path):
    [problem] = refusals(copy("cra", tmp_path / "app"), Chosen(app_key="Notes!"))
    assert problem.startswith("--app-key ")


def test_everything_is_reported_together(tmp_path):
    files = {
        "background/index.ts": "",
        "static/notes/package.json": package(dependencies={"@forge/bridge": "2.0.0"}),
        "manifest.yml": manifest("two-homes", ("static/feed/build", "built/feed")),
    }
    problems = refusals(copy("two-homes", tmp_path / "app", files), Chosen(calls={"jira-issue": "nothing"}))
    assert [problem.partition(";")[0].partition(":")[0] for problem in problems] == [
        "static/notes/package.json",
        "--call jira-issue=nothing",
        "background/ is there already, where the script's files would be",
        "several host pages can get a script",
        "the sources of confluence",
    ]
