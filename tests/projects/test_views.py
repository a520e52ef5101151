"""Projects with several views, and the answers that make them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from bgscript.template.questions import Questionnaire
from tests.support.commands import run, tree
from tests.support.node import check, node, validate
from tests.support.paths import BIN, OUTPUT, PLATFORM, TARGETS, TEMPLATES
from tests.support.projects import Projects, copies, install, is_forge, pretend_to_build, render
from tests.support.views import LONGEST, SHAPES, VIEWS

pytestmark = pytest.mark.usefixtures("rendered_once")

CHECKED = ["home-dashboard-custom-ui", "jira-dashboard-ui-kit", "connect"]
"""One of each kind: their views' code is that of the others."""


def make(name: str, folder: Path) -> None:
    render({**SHAPES[name], "views": VIEWS, "app_key": "k" * 50}, folder)
    install(folder)
    if is_forge(folder) and (folder / "src/view/index.html").exists() and name not in CHECKED:
        pretend_to_build(folder)


@pytest.fixture(scope="module")
def projects(platform, shared) -> Projects:
    """A project with three further views for each home and flavour, with the longest keys that there can be."""
    return Projects(SHAPES, shared / "views", make)


@pytest.mark.exhaustive
def test_the_views_are_valid_by_atlassian_s_rules_in_every_home(projects):
    others = {name: folder for name, folder in projects.items() if name not in CHECKED}
    assert {folder: lines for folder, lines in validate(others.values()).items() if lines} == {}


def test_every_view_is_a_module_of_its_own_in_every_home(projects):
    for name, folder in projects.items():
        if not is_forge(folder):
            continue
        manifest = yaml.safe_load((folder / "manifest.yml").read_text())
        used = [entry["resource"] for entries in manifest["modules"].values() for entry in entries if "title" in entry]
        assert used == ["view", *VIEWS], name
        titles = [entry["title"] for entries in manifest["modules"].values() for entry in entries if "title" in entry]
        assert titles[1:] == list(VIEWS.values())


def test_connect_shows_every_view_at_every_location(projects):
    modules = json.loads((projects["connect"] / "atlassian-connect.json").read_text())["modules"]
    for kind, location in (("jiraDashboardItems", "dashboard"), ("webPanels", "issue_view")):
        assert [module["url"] for module in modules[kind]] == [f"/{key}/{location}" for key in ("view", *VIEWS)]


@pytest.mark.exhaustive
@pytest.mark.xdist_group("views, code")
@pytest.mark.parametrize("tools", [["build", "validate"], ["test"], ["typecheck", "lint"]], ids="-".join)
def test_a_project_with_several_views_passes_its_own_checks(tools, projects, tmp_path):
    names = CHECKED[1:] if tools == ["test"] else CHECKED  # Connect has the tests of Custom UI as well
    found = check(copies({name: projects[name] for name in names}, tmp_path), tools)
    assert {name: lines for name, lines in found.items() if any(lines.values())} == {}


@pytest.mark.exhaustive
def test_it_is_formatted(platform, tmp_path):
    """With keys of every length: Prettier breaks a line after 120 characters."""
    for count in (1, 3, 5, 9):
        more = {f"{'k' * (2 * count)}{number}": "T" for number in range(count)}
        for name in ("home-dashboard-custom-ui", "connect"):
            render({**SHAPES[name], "views": more}, tmp_path / f"{name}-{count}")
    ignored = tmp_path / "home-dashboard-custom-ui-1" / ".prettierignore"
    prettier = PLATFORM / "node_modules" / "prettier" / "bin" / "prettier.cjs"
    files = [
        f"*/{name}"
        for name in ("*.json", "*.yml", "{src,tests}/**/*.tsx", "bgscript/tests/**/[acf]*.ts", "bgscript/server/p*.ts")
    ]
    words = ("--check", "--ignore-path", shutil.copy(ignored, tmp_path), *files)
    done = run(BIN / "node", prettier, *words, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")


def test_bgscript_check_finds_nothing_but_placeholders_and_dates(projects, tmp_path):
    done = run(BIN / "bgscript", "check", "--json", *projects.values(), cwd=tmp_path)
    checked = json.loads(done.out)["projects"]
    assert len(checked) == len(SHAPES)
    assert {item["code"] for project in checked for item in project["findings"]} == {"BG501", "BG601", "BG602"}


@pytest.mark.exhaustive
def test_three_different_views_are_one_call(chromium, tmp_path):
    """In Chromium, in every order, each from a folder of its own."""
    two = {"sales": "Sales", "team": "Team"}
    names = ("home-dashboard-custom-ui", "connect")
    folders = {name: install(render({**SHAPES[name], "views": two}, tmp_path / name)) for name in names}
    made = [{"name": name, "dir": str(folder)} for name, folder in folders.items()]
    lines = node("preview.mjs", {"projects": made, "scenarios": ["differentViews"], "out": str(OUTPUT)}).splitlines()
    assert [json.loads(line)["failures"] for line in lines] == [[], []]
    calls = [count for line in lines for count in json.loads(line)["figures"]["calls"]]
    assert len(calls) == 6
    assert {*calls} <= {1, 2}  # dashboards do not tell the script its page, see scenarios.mjs


def test_no_key_can_be_the_name_of_a_file_of_the_template():
    """Folders and files of src/, and tests, in lowercase, as Windows and macOS see them."""
    names = set()
    for path in (TEMPLATES / "project").rglob("*"):
        parts = [part for part in path.relative_to(TEMPLATES / "project").parts if not part.startswith("{{")]
        if len(parts) > 1 and parts[0] in ("src", "tests") and "{%" not in parts[1]:
            names.add(parts[1].partition(".")[0].lower())
    questionnaire = Questionnaire(TEMPLATES)
    question = next(question for question in questionnaire if question.name == "views")
    names |= {"preview", "background", "constructor", "con", "null", *TARGETS} - {"connect"}
    free = [name for name in names if not questionnaire.problem(question, {name: "Title"}, {})]
    assert free == []


BAD = {
    "--view=sales": "--view must give each view's key once, with its title: KEY=TITLE",
    "--view=a=A --view=a=B": "--view must give each view's key once",
    "--view=Sales=x": "--view cannot have 'Sales': a key begins with a lowercase letter",
    "--view=1a=x": "--view cannot have '1a': a key begins with a lowercase letter",
    "--view=a/b=x": "--view cannot have 'a/b': a key begins",
    "--view==x": "--view cannot have '': a key begins",
    f"--view={LONGEST}x=x": f"--view cannot have '{LONGEST}x': a key has at most 23 characters, not 24",
    "--view=view=x": "--view cannot have 'view': this is the first view, whose title is view_title",
    "--view=background=x": "--view cannot have 'background': the project has files of this name itself",
    "--view=aux=x": "--view cannot have 'aux': Windows allows no folder of this name",
    "--view=null=x": "--view cannot have 'null': YAML does not read this as text",
    "--view=resolver=x": "--view cannot have 'resolver': this name is reserved",
    "--view=jira-issue-a=x": "--view cannot have 'jira-issue-a': a key cannot begin with the name of a target",
    "--view=a=": "--view cannot have 'a': its title must not be empty",
    "--view=a=\u202e": "--view cannot have 'a': its title must not contain bidirectional control characters",
    f"--view=a={'x' * 256}": "--view cannot have 'a': its title must have at most 255 characters, not 256",
    "--view=Big=x --view=b=": "--view cannot have 'Big': a key begins with a lowercase letter, followed by lowercase "
    "letters, digits and dashes only; 'b': its title must not be empty",
    "--views=a": "unknown option --views (did you mean '--view'?)",
}


@pytest.mark.parametrize("flags", BAD)
def test_a_wrong_view_is_refused_in_a_sentence(flags, bgscript, tmp_path):
    done = bgscript("new", "app", "--yes", *flags.split())
    assert (done.code, BAD[flags] in done.err.splitlines()[0]) == (2, True), done.err
    assert list(tmp_path.iterdir()) == []


BAD_DATA = {
    "[sales]": "must give each view's key once",
    "sales": "must give each view's key once",
    "": "must give each view's key once",
    "{yes: Agreed}": "cannot have 'True': a key must be text; in a file, put it into quotes",
    "{1: One}": "cannot have '1': a key must be text",
    "{a: 1}": "cannot have 'a': its title must be text; in a file, put it into quotes",
    "{a: }": "cannot have 'a': its title is missing",
    "{a: [b]}": "cannot have 'a': its title must be text",
}


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("value", BAD_DATA)
def test_a_wrong_answer_in_a_file_is_refused_by_bgscript_and_by_copier(value, bgscript, tmp_path):
    (tmp_path / "data.yml").write_text(f"views: {value}\n")
    done = bgscript("new", "app", "--yes", "--data=data.yml")
    assert (done.code, f"views in data.yml {BAD_DATA[value]}" in done.err) == (2, True), done.err
    copier = ("copier", "copy", "--defaults", "--data-file=data.yml", TEMPLATES, "other")
    done = run(BIN / copier[0], *copier[1:], cwd=tmp_path)
    assert done.code != 0
    assert BAD_DATA[value] in re.sub(r"\s+", " ", done.err)
    assert not (tmp_path / "other" / "src").exists()


@pytest.mark.usefixtures("git")
def test_titles_come_from_a_flag_or_a_file_and_the_replayed_command_makes_the_same(bgscript, tmp_path):
    (tmp_path / "data.yml").write_text(json.dumps({"views": VIEWS}))
    flags = [f"--view={key}={title}" for key, title in VIEWS.items()]
    assert bgscript("new", "one", "--yes", "--app-name=App", "--data=data.yml").code == 0
    made = bgscript("new", "two", "--yes", "--app-name=App", "--json", *flags)
    trees = [tree(tmp_path / name) for name in ("one", "two")]
    assert trees[0] == trees[1]
    replay = json.loads(made.out)["replay"].replace("new two", "new three")
    assert subprocess.run(f"{BIN}/{replay}", shell=True, cwd=tmp_path, capture_output=True).returncode == 0
    assert tree(tmp_path / "three") == trees[0]
