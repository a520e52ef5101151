"""One app in several Forge homes at once: every pair and all five, their own checks, and a browser.

`pytest --all tests/projects/test_homes.py -k chromium -s` prints what the browser saw in each home.
"""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from bgscript.template.questions import Given, Questionnaire
from tests.support.commands import run, tree
from tests.support.handshake import MANY, ORDERS, PAGES, reasons
from tests.support.homes import HOMES, LIFECYCLE, manifest
from tests.support.layers import exhaustive
from tests.support.node import check, node, validate
from tests.support.paths import BIN, TEMPLATES
from tests.support.projects import Projects, copies, install, pretend_to_build, render

PAIRS = list(itertools.combinations(HOMES, 2))

SETS = {**{" ".join(pair): list(pair) for pair in PAIRS}, "all": HOMES}

QUESTIONNAIRE = Questionnaire(TEMPLATES)

CHECKED: dict[str, dict[str, Any]] = {
    "all": {"homes": HOMES},
    "all-ui-kit": {"homes": HOMES, "ui": "ui-kit"},
    "dashboards-ui-kit": {"homes": ["jira-dashboard", "home-dashboard"], "ui": "ui-kit", "ai_context": True},
    "jira-with-a-server": {"homes": ["jira-global", "jira-issue"], "resolver": "endpoint"},
    "two-products": {"homes": ["confluence", "home-dashboard"], "views": {"sales": "Sales"}},
    "gadget-and-panel": {"homes": ["jira-issue", "jira-dashboard"], "ui": "ui-kit", "resolver": "none"},
}
"""Projects that differ in code: one and two homes with settings, with and without issue and refresh, both flavours."""


def answers(homes: list[str], **more) -> dict:
    return {"target": homes[0], "also": homes[1:], **more}


@pytest.mark.parametrize("ui", [exhaustive("custom-ui"), "ui-kit"])
def test_every_pair_and_all_at_once_are_valid_by_atlassian_s_own_rules(ui, platform, tmp_path):
    """With a condition and people without a license, which not every module takes."""
    made = {}
    # The flavour is one line in every module: for the second, all homes and the two with an edit view are enough.
    sets = SETS if ui == "custom-ui" else {name: SETS[name] for name in ("all", "home-dashboard jira-dashboard")}
    for name, homes in sets.items():
        more: dict[str, Any] = {"display_condition": "isLoggedIn"} if homes != ["home-dashboard"] else {}
        guests = [home for home in homes if home in ("jira-issue", "jira-global", "confluence")]
        if guests:
            more["unlicensed_access"] = ["unlicensed", *(["customer"] if guests != ["confluence"] else [])]
        made[name] = render(answers(homes, ui=ui, **more), tmp_path / name.replace(" ", "+"))
        if ui == "custom-ui":
            pretend_to_build(made[name])
    found = validate(made.values())
    assert {name: found[str(folder)] for name, folder in made.items() if found[str(folder)]} == {}
    for name, homes in sets.items():
        types = set(manifest(made[name])["modules"])
        assert types - {"function"} == {kind for home in homes for kind in LIFECYCLE["targets"][home]}


@pytest.fixture(scope="module")
def projects(platform, shared) -> Projects:
    def make(name: str, folder: Path) -> None:
        more: dict[str, Any] = dict(CHECKED[name])
        install(render(answers(more.pop("homes"), **more), folder))

    return Projects(CHECKED, shared / "homes", make)


@pytest.mark.exhaustive
@pytest.mark.parametrize("tools", [["typecheck", "lint"], ["build", "validate", "test"]], ids="-".join)
@pytest.mark.xdist_group("homes")
def test_projects_with_several_homes_pass_their_own_checks(tools, projects, tmp_path):
    found = check(copies(projects, tmp_path), tools)
    assert {name: lines for name, lines in found.items() if any(lines.values())} == {}


@pytest.mark.exhaustive
def test_they_are_formatted(projects):
    """In one process. Pages and styles are formatted by hand, see .prettierignore."""
    names = [Path(folder) for folder in projects.values()]
    files = [
        f"{folder.name}/{part}"
        for folder in names
        for part in ("{src,tests,preview}/**/*.{ts,tsx,js,mjs}", "manifest.yml")
    ]
    program = names[0] / "node_modules/prettier/bin/prettier.cjs"
    done = run(BIN / "node", program, "--check", *files, cwd=names[0].parent)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(("homes", "required"), [(HOMES, "jira"), (["confluence", "jira-issue"], "confluence")])
def test_where_homes_are_in_two_products_the_manifest_says_which_one_comes_first(homes, required, tmp_path):
    project = render(answers(homes), tmp_path / "app")
    compatibility = manifest(project)["app"]["compatibility"]
    assert [name for name, facts in compatibility.items() if facts["required"]] == [required]
    assert set(compatibility) == {"jira", "confluence"}
    text = (project / "README.md").read_text()
    assert text.index(f"forge install --product {required.title()}") < text.index(
        "After that, `forge install --product"
    )
    one = render(answers([homes[0]]), tmp_path / "one")
    assert "compatibility" not in manifest(one)["app"]


def test_values_that_a_home_does_not_take_go_to_the_others_only(tmp_path):
    people = ["customer", "anonymous"]
    project = render(answers(["confluence", "jira-issue"], unlicensed_access=people), tmp_path / "app")
    modules = manifest(project)["modules"]
    assert modules["confluence:backgroundScript"][0]["unlicensedAccess"] == ["anonymous"]
    assert modules["jira:issuePanel"][0]["unlicensedAccess"] == people


def test_a_project_with_one_home_has_no_file_with_a_home_s_name(tmp_path):
    for home in HOMES:
        names = tree(render(answers([home]), tmp_path / home))
        assert [name for name in names if any(f".{other}." in name or "homes" in name for other in HOMES)] == []
        assert [
            str(found) for found in (tmp_path / home).rglob("*") if found.is_dir() and not any(found.iterdir())
        ] == []


@pytest.mark.parametrize(
    ("also", "experience", "problem"),
    [
        ("jira-issue", "issue-view", "cannot name issue-view beside jira-issue: two scripts on one page would load"),
        ("jira-issue", "all", "cannot name all beside jira-issue"),
        ("jira-dashboard", "board,dashboard", "cannot name dashboard beside jira-dashboard"),
        ("jira-issue,jira-dashboard", "all", "cannot name all beside jira-issue and jira-dashboard"),
        ("home-dashboard", "dashboard", ""),
        ("confluence", "all", ""),
        ("jira-issue", "dashboard", ""),
        ("jira-dashboard", "issue-view", ""),
    ],
)
def test_two_scripts_on_one_page_are_refused(also, experience, problem):
    given = {"target": "jira-global", "also": also.split(","), "experience": experience.split(",")}
    evaluated = QUESTIONNAIRE.evaluate({name: Given(value, name) for name, value in given.items()}, "app")
    found = {answer.question.name: answer.problem for answer in evaluated if answer.problem}
    assert problem in found.get("experience", "")
    assert set(found) == ({"experience"} if problem else set())


def test_no_default_makes_two_scripts_meet():
    for homes in SETS.values():
        QUESTIONNAIRE.resolve({name: Given(value, name) for name, value in answers(homes).items()}, "app")


def told(home: str) -> list[dict]:
    """What the host tells in a home, with the types of the modules."""
    script, view = LIFECYCLE["targets"][home]
    return [
        {"background": {**page["background"], "type": script}, "view": {**page["view"], "type": view}}
        for page in PAGES[home]
    ]


@pytest.mark.exhaustive
def test_script_and_views_talk_in_each_home_of_one_app_in_chromium(projects, chromium):
    """In every order; where an order has two ways, in both. Twenty views in one home only, which is slow."""
    project = projects["all"]
    done = run(BIN / "npm", "run", "build", cwd=project)
    assert done.code == 0, done.err
    results = {}
    for runs, homes, orders in [
        (1, HOMES, ["script-first", "view-first", "script-late", "view-late", "script-reloaded"]),
        (2, HOMES, ["both-at-once", "next-page"]),
        (1, ["confluence"], MANY),
        (1, ["home-dashboard"], ["preview"]),
    ]:
        specs = [{"name": home, "dir": str(project), "pages": told(home)} for home in homes]
        spec = {"projects": specs, "orders": orders, "runs": runs, "delivery": ["async"], "parallel": 2}
        for line in node("browser.mjs", spec).splitlines():
            result = json.loads(line)
            results[result["project"], result["order"]] = result
            print(f"{result['project']} {result['order']}: {result['passed']} of {result['runs']}")
    assert {key: reasons(result) for key, result in results.items() if reasons(result)} == {}
    assert {order for _, order in results} == {*ORDERS, "preview"}
    assert len(results) == len(HOMES) * (len(ORDERS) - len(MANY)) + len(MANY) + 1


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["all", "all-ui-kit"])
def test_the_preview_shows_each_home_and_its_settings_in_chromium(name, projects, chromium):
    spec = {"projects": [{"name": name, "dir": str(projects[name])}], "scenarios": ["everyHome"], "out": ""}
    result = json.loads(node("preview.mjs", spec))
    assert result["failures"] == []
    assert result["figures"]["homes"] == [
        *("Home dashboard", "Jira dashboard", "Jira issue", "All of Jira", "Confluence home"),
    ]
    assert result["figures"]["edited"] == ["Home dashboard", "Jira dashboard"]


def test_check_knows_that_an_app_has_several_homes(bgscript, tmp_path):
    folder = render(answers(["home-dashboard", "jira-dashboard"], views={"sales": "Sales"}), tmp_path / "app")
    found = findings(bgscript)
    assert {code for code, _ in found} == {"BG501", "BG601"}
    assert all("bgscript remove home jira-dashboard app" in hint for code, hint in found if code == "BG601")
    text = (folder / "manifest.yml").read_text()
    for old, new in [
        ("jira:dashboardBackgroundScript:", "jira:issueViewBackgroundScript:"),
        ("key: app-background", "key: app-home-dashboard-background"),
        ("- key: sales", "- key: other"),
    ]:
        (folder / "manifest.yml").write_text(text.replace(old, new))
        assert "BG503" in {code for code, _ in findings(bgscript)}, old


def findings(bgscript) -> list[tuple[str, str]]:
    project = json.loads(bgscript("check", "app", "--json").out)["projects"][0]
    return [(finding["code"], finding["hint"]) for finding in project["findings"]]
