"""One app in several Forge homes at once: every pair and all five, their checks, and the commands for it.

`pytest tests/test_homes.py -k chromium -s` prints what the browser saw in each home.
"""

import itertools
import json
from pathlib import Path

import pytest
import yaml
from conftest import (
    BIN,
    TARGETS,
    TEMPLATES,
    Projects,
    check,
    install,
    node,
    pretend_to_build,
    render,
    run,
    tree,
    validate,
)
from test_handshake import MANY, ORDERS, PAGES, reasons
from updating import commit, git

from bgscript.template.questions import Given, Questionnaire

HOMES = [target for target in TARGETS if target != "connect"]
PAIRS = list(itertools.combinations(HOMES, 2))
SETS = {**{" ".join(pair): list(pair) for pair in PAIRS}, "all": HOMES}
LIFECYCLE = yaml.safe_load((TEMPLATES / "lifecycle.yml").read_text())
QUESTIONNAIRE = Questionnaire(TEMPLATES)

CHECKED = {
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


def manifest(project: Path) -> dict:
    return yaml.safe_load((project / "manifest.yml").read_text())


def keys(project: Path) -> dict[str, str]:
    """The types of a project's modules, by key."""
    return {module["key"]: kind for kind, modules in manifest(project)["modules"].items() for module in modules}


# --- What the template makes


@pytest.mark.parametrize("ui", ["custom-ui", "ui-kit"])
def test_every_pair_and_all_at_once_are_valid_by_atlassian_s_own_rules(ui, platform, tmp_path):
    """With a condition and people without a license, which not every module takes."""
    made = {}
    # The flavour is one line in every module: for the second, all homes and the two with an edit view are enough.
    sets = SETS if ui == "custom-ui" else {name: SETS[name] for name in ("all", "home-dashboard jira-dashboard")}
    for name, homes in sets.items():
        more = {"display_condition": "isLoggedIn"} if homes != ["home-dashboard"] else {}
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
        more = dict(CHECKED[name])
        install(render(answers(more.pop("homes"), **more), folder))

    return Projects(CHECKED, shared / "homes", make)


@pytest.mark.parametrize("tools", [["typecheck", "lint"], ["build", "validate", "test"]], ids="-".join)
@pytest.mark.xdist_group("homes")
def test_projects_with_several_homes_pass_their_own_checks(tools, projects):
    found = check(dict(projects), tools)
    assert {name: lines for name, lines in found.items() if any(lines.values())} == {}


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


# --- Two scripts on one page of Jira


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


# --- In Chromium


def told(home: str) -> list[dict]:
    """What the host tells in a home, with the types of the modules."""
    script, view = LIFECYCLE["targets"][home]
    return [
        {"background": {**page["background"], "type": script}, "view": {**page["view"], "type": view}}
        for page in PAGES[home]
    ]


def test_script_and_views_talk_in_each_home_of_one_app_in_chromium(projects):
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


@pytest.mark.parametrize("name", ["all", "all-ui-kit"])
def test_the_preview_shows_each_home_and_its_settings_in_chromium(name, projects):
    spec = {"projects": [{"name": name, "dir": str(projects[name])}], "scenarios": ["everyHome"], "out": ""}
    result = json.loads(node("preview.mjs", spec))
    assert result["failures"] == []
    assert result["figures"]["homes"] == [
        *("Home dashboard", "Jira dashboard", "Jira issue", "All of Jira", "Confluence home"),
    ]
    assert result["figures"]["edited"] == ["Home dashboard", "Jira dashboard"]


# --- bgscript add home, bgscript remove home


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


@pytest.mark.parametrize(
    ("target", "new", "ui"),
    [
        ("home-dashboard", "jira-dashboard", "ui-kit"),
        ("jira-dashboard", "confluence", "custom-ui"),
        ("jira-issue", "jira-global", "custom-ui"),
        ("jira-global", "jira-issue", "ui-kit"),
        ("confluence", "home-dashboard", "custom-ui"),
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
    assert "goes from their pages" in bgscript("remove", "home", "home-dashboard", "app").err


REFUSED = {
    (): [
        ("add home home-dashboard app", "the app lives in home-dashboard already: it is the target", ""),
        ("add home connect app", "the new home cannot be connect: a Connect app has no other homes", ""),
        ("add home jira-isue app", "the new home cannot be 'jira-isue' (did you mean 'jira-issue'?)", ""),
        ("remove home confluence app", "the app does not live in 'confluence'", "it lives in home-dashboard"),
        ("remove home home-dashboard app", "home-dashboard is the only home of the app", "bgscript add home"),
        ("add home", "the following arguments are required: TARGET", ""),
        ("add home confluence app more", "unexpected argument 'more'", ""),
    ],
    ("--also=confluence",): [
        ("add home confluence app", "the app lives in confluence already", "it lives in home-dashboard, confluence"),
        ("remove home conflunce app", "(did you mean 'confluence'?)", "it lives in"),
    ],
    ("--target=connect",): [("add home confluence app", "a Connect app has no other homes", "moves it to Forge")],
    ("--target=jira-global",): [
        ("add home jira-issue app", "cannot name issue-view beside jira-issue", "bgscript update --set experience=")
    ],
    ("--target=confluence", "--also=jira-issue", "--unlicensed-access=customer"): [
        ("remove home jira-issue app", "cannot name customer in Confluence", "update --set unlicensed_access=")
    ],
}


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
        (["--also=confluence,confluence"], "--also must name each home once"),
        (["--also=connect"], "--also cannot be connect"),
        (["--target=connect", "--also=confluence"], "--also goes with Forge"),
        (["--also=jira-issue", "--key-home=x"], "--key-home must name a Forge home"),
    ]:
        done = bgscript("new", "app", "--yes", *flags)
        assert (done.code, problem in done.err) == (2, True), done.err


def test_a_project_older_than_the_question_is_to_be_updated_first(bgscript, tmp_path):
    assert bgscript("new", "app", "--yes", "--template-version=0.2.0").code == 0
    done = bgscript("add", "home", "confluence", "app")
    assert done.code in (1, 2)
    assert "update it first" in done.err
    assert "bgscript update app" in done.err


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
