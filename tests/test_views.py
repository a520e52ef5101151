"""Further views: one script, several views with one contract. In the template, in `new`, and in `add` and `remove`."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from conftest import (
    BIN,
    OUTPUT,
    PLATFORM,
    TARGETS,
    TEMPLATES,
    Projects,
    check,
    install,
    is_forge,
    node,
    pretend_to_build,
    render,
    run,
    tree,
    validate,
)
from test_update_random import in_process
from updating import ANSWERS, commit, git

from bgscript.change import views
from bgscript.cli import main as cli
from bgscript.template.questions import Given, Questionnaire

pytestmark = pytest.mark.usefixtures("rendered_once")

LONGEST = "a-key-of-23-characters-"
VIEWS = {"sales": 'Sales <&> "it\'s"', LONGEST: "B" * 255, "team-pulse": "日本"}
SHAPES = {
    f"{target}-{ui}": {"target": target, "ui": ui}
    for target in TARGETS
    if target != "connect"
    for ui in ("custom-ui", "ui-kit")
} | {"connect": {"target": "connect"}}
CHECKED = ["home-dashboard-custom-ui", "jira-dashboard-ui-kit", "connect"]
"""One of each kind: their views' code is that of the others."""


# --- The template -----------------------------------------------------------------------------------------------------


def make(name: str, folder: Path) -> None:
    render({**SHAPES[name], "views": VIEWS, "app_key": "k" * 50}, folder)
    install(folder)
    if is_forge(folder) and (folder / "src/view/index.html").exists() and name not in CHECKED:
        pretend_to_build(folder)


@pytest.fixture(scope="module")
def projects(platform, shared) -> Projects:
    """A project with three further views for each home and flavour, with the longest keys that there can be."""
    return Projects(SHAPES, shared / "views", make)


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


@pytest.mark.xdist_group("views, code")
@pytest.mark.parametrize("tools", [["build", "validate"], ["test"], ["typecheck", "lint"]], ids="-".join)
def test_a_project_with_several_views_passes_its_own_checks(tools, projects):
    names = CHECKED[1:] if tools == ["test"] else CHECKED  # Connect has the tests of Custom UI as well
    found = check({name: projects[name] for name in names}, tools)
    assert {name: lines for name, lines in found.items() if any(lines.values())} == {}


def test_it_is_formatted(platform, tmp_path):
    """With keys of every length: Prettier breaks a line after 120 characters."""
    for count in (1, 3, 5, 9):
        more = {f"{'k' * (2 * count)}{number}": "T" for number in range(count)}
        for name in ("home-dashboard-custom-ui", "connect"):
            render({**SHAPES[name], "views": more}, tmp_path / f"{name}-{count}")
    ignored = tmp_path / "home-dashboard-custom-ui-1" / ".prettierignore"
    prettier = PLATFORM / "node_modules" / "prettier" / "bin" / "prettier.cjs"
    files = [f"*/{name}" for name in ("*.json", "*.yml", "{src,tests}/**/*.tsx", "tests/**/[acf]*.ts", "server/p*.ts")]
    words = ("--check", "--ignore-path", shutil.copy(ignored, tmp_path), *files)
    done = run(BIN / "node", prettier, *words, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")


def test_bgscript_check_finds_nothing_but_placeholders_and_dates(projects, tmp_path):
    done = run(BIN / "bgscript", "check", "--json", *projects.values(), cwd=tmp_path)
    checked = json.loads(done.out)["projects"]
    assert len(checked) == len(SHAPES)
    assert {item["code"] for project in checked for item in project["findings"]} == {"BG501", "BG601", "BG602"}


def test_three_different_views_are_one_call(platform, tmp_path):
    """In Chromium, in every order, each from a folder of its own."""
    two = {"sales": "Sales", "team": "Team"}
    names = ("home-dashboard-custom-ui", "connect")
    folders = {name: install(render({**SHAPES[name], "views": two}, tmp_path / name)) for name in names}
    made = [{"name": name, "dir": str(folder)} for name, folder in folders.items()]
    lines = node("preview.mjs", {"projects": made, "scenarios": ["differentViews"], "out": str(OUTPUT)}).splitlines()
    assert [json.loads(line)["failures"] for line in lines] == [[], []]
    assert [json.loads(line)["figures"]["calls"] for line in lines] == [[1, 1, 1]] * 2


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


# --- new --------------------------------------------------------------------------------------------------------------


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
    "--view=resolver=x": "--view cannot have 'resolver': this word has a meaning of its own",
    "--view=jira-issue-a=x": "--view cannot have 'jira-issue-a': a key cannot begin with the name of a home",
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


# --- add, remove ------------------------------------------------------------------------------------------------------


def own(tmp_path: Path, name: str, **answers) -> Path:
    """A project as its owner has it: committed, with edits of every kind beside the views."""
    folder = render({**SHAPES[name], **answers}, tmp_path / "app")
    git("init", "--quiet", cwd=folder)
    commit(folder, "made")
    edits = {"README.md": "\nMine.\n", "src/view/View.tsx": "// mine\n", "src/contract.ts": "export type Mine = 1;\n"}
    for file, text in edits.items():
        (folder / file).write_text((folder / file).read_text() + text)
    (folder / "src" / "mine.ts").write_text("export const run = () => {};\n")
    if is_forge(folder):
        manifest = folder / "manifest.yml"
        resources, module = "resources:\n", "modules: # mine\n  trigger:\n    - {key: mine, function: mine}\n"
        text = manifest.read_text().replace("modules:\n", module).replace(resources, f"# all of them\n{resources}")
        manifest.write_text(f"{text}  - key: my-own # at the end\n    path: static/mine\npermissions:\n  scopes: []\n")
    commit(folder, "mine")
    return folder


@pytest.fixture
def here(tmp_path):
    """Runs bgscript in this process, on the folder ``app``."""
    folder = tmp_path / "app"

    def command(*words) -> int:
        with in_process(tmp_path):
            return cli.main([*words[:3], str(folder), *words[3:]])

    return command


@pytest.mark.parametrize("name", SHAPES)
def test_to_add_a_view_and_to_remove_it_restores_the_project(name, here, tmp_path):
    folder = own(tmp_path, name)
    before = tree(folder)
    more = VIEWS if name == "connect" else {"sales": VIEWS["sales"]}
    for key, title in more.items():
        assert here("add", "view", key, f"--title={title}") == 0
        commit(folder, key)
    grown = tree(folder)
    assert {*grown} - {*before} >= {f"src/{key}/View.tsx" for key in more}
    assert b"# mine" in grown.get("manifest.yml", b"# mine")
    for key in more:
        assert here("remove", "view", key) == 0
        commit(folder, f"no {key}")
    assert tree(folder) == before


@pytest.mark.parametrize("name", ["home-dashboard-custom-ui", "connect"])
def test_the_order_of_two_additions_does_not_matter(name, here, tmp_path):
    results = []
    for keys in (["sales", "team"], ["team", "sales"]):
        folder = own(tmp_path, name, views={"region": "Region"})
        for key in keys:
            assert here("add", "view", key) == 0
            commit(folder, key)
        results.append(tree(folder))
        shutil.rmtree(folder)
    assert results[0] == results[1]
    answers = yaml.safe_load(results[0][ANSWERS])
    assert answers["views"] == {"region": "Region", "sales": "Sales", "team": "Team"}


def test_additions_commute_and_are_undone_whatever_the_order_of_the_answers_is():
    for base in ({}, {"b": "B"}, {"m": "M", "b": "B", "z": "Z", "d": "D"}):
        one = views.added(views.added(base, "a", "A"), "x", "X")
        other = views.added(views.added(base, "x", "X"), "a", "A")
        assert list(one.items()) == list(other.items())
        assert list(views.removed(views.removed(one, "a"), "x").items()) == list(base.items())


def test_add_says_what_it_did_and_what_to_do_next(here, tmp_path, capsys):
    folder = own(tmp_path, "home-dashboard-custom-ui")
    assert here("add", "view", "sales", "--dry-run") == 0
    assert f"Would add view sales to {folder}: 10 files. Nothing was written." in capsys.readouterr().out
    assert git("status", "--porcelain", cwd=folder) == ""
    assert here("add", "view", "sales") == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Added view sales to {folder}: 10 files.\n")
    assert "\n  create  src/sales/View.tsx\n" in shown
    next_steps = shown.partition("Next:\n")[2].partition("\n\n")[0].splitlines()
    assert [line.strip() for line in next_steps] == [
        f"cd {folder}",
        "git diff --staged",
        "npm run preview    # shows it",
        "npm run check",
        "git commit --message 'Add view sales'",
    ]
    commit(folder, "sales")
    assert here("remove", "view", "sales", "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["command"], result["replay"]) == ("remove view", f"bgscript remove view sales {folder}")
    assert {file["action"] for file in result["files"]} == {"update", "delete"}


def test_a_view_can_be_added_on_a_branch_from_a_dirty_tree(here, tmp_path, capsys):
    folder = own(tmp_path, "jira-issue-ui-kit")
    (folder / "README.md").write_text("not committed\n")
    assert here("add", "view", "sales", "--title=All sales", "--branch=more") == 0
    assert "on branch more: " in capsys.readouterr().out
    assert git("log", "-1", "--format=%B", "more", cwd=folder) == "Add view sales"
    assert "title: 'All sales'" in git("show", "more:manifest.yml", cwd=folder)
    assert (folder / "README.md").read_text() == "not committed\n"
    assert here("add", "view", "team", "--branch=more") == 1
    assert "already has a branch more" in capsys.readouterr().err


def test_what_the_owner_wrote_into_a_view_is_not_lost_with_it(here, tmp_path, capsys):
    folder = own(tmp_path, "home-dashboard-custom-ui", views={"sales": "Sales"})
    edited, new = folder / "src/sales/View.tsx", folder / "src/sales/Chart.tsx"
    edited.write_text(edited.read_text() + "// my work\n")
    new.write_text("// my chart\n")
    commit(folder, "mine")
    assert here("remove", "view", "sales") == 4
    assert "src/sales/View.tsx" in capsys.readouterr().out
    assert edited.read_text().endswith("// my work\n")
    assert new.read_text() == "// my chart\n"
    assert not (folder / "src/sales/index.tsx").exists()
    assert git("diff", "--name-only", "--diff-filter=U", cwd=folder) == "src/sales/View.tsx"


def test_views_can_be_changed_with_the_other_answers(bgscript, tmp_path):
    folder = own(tmp_path, "confluence-custom-ui")
    for word, code, text in [
        ("views=sales", 2, "--set views must give each view's key once"),
        ("views={background: x}", 2, "--set views cannot have 'background'"),
        ("view=a=b", 2, "--set view: unknown question (did you mean 'views'?)"),
        ('views={"sales": "Sales"}', 0, ""),
    ]:
        done = bgscript("update", folder, "--set", word)
        assert (done.code, text in done.err) == (code, True), done.err
    assert (folder / "src" / "sales" / "View.tsx").exists()


REFUSED = {
    "add view": "the following arguments are required: KEY",
    "add sales": "bgscript add does not know 'sales': name view or home first",
    "add veiw sales": "bgscript add does not know 'veiw' (did you mean 'view'?)",
    "add": "bgscript add needs to know what: view",
    "remove veiw sales": "bgscript remove does not know 'veiw' (did you mean 'view'?)",
    "add view {} --tilte=x": "unknown option --tilte (did you mean '--title'?)",
    "add view region": "there is a view 'region' already: Region",
    "add view view": "a project cannot have 'view': this is the first view",
    "add view Sales": "a project cannot have 'Sales': a key begins with a lowercase letter",
    "add view edit": "a project cannot have 'edit': the project has files of this name itself",
    "add view sales --title=": "a project cannot have 'sales': its title must not be empty",
    "add view sales --branch=": "--branch needs a name",
    "add view folder": "the view 'folder' has no place: src/Folder is there already",
    "add view tested": "the view 'tested' has no place: tests/tested.test.ts is there already",
    "add view my-own": "the view 'my-own' has no place: manifest.yml has a resource my-own",
    "add view module": "the view 'module' has no place: manifest.yml has a module app-module",
    "remove view view": "the first view, `view`, cannot be removed",
    "remove view regoin": "there is no view 'regoin' (did you mean 'region'?)",
}


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """A project in which several keys are taken by the owner."""
    folder = own(tmp_path_factory.mktemp("taken"), "home-dashboard-custom-ui", views={"region": "Region"})
    (folder / "src" / "Folder").mkdir()
    (folder / "src" / "Folder" / "a.ts").touch()
    (folder / "tests" / "tested.test.ts").touch()
    manifest = folder / "manifest.yml"
    manifest.write_text(manifest.read_text().replace("trigger:\n", "trigger:\n    - {key: app-module, function: m}\n"))
    commit(folder, "taken")
    return folder


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_touched(line, taken):
    before = tree(taken)
    done = run(BIN / "bgscript", *line.split(), cwd=taken)
    assert (done.code, REFUSED[line] in done.err.splitlines()[0]) == (2, True), done.err
    assert "hint: " in done.err or "first view" in done.err
    assert tree(taken) == before
    assert git("status", "--porcelain", cwd=taken) == ""


def test_a_project_in_the_middle_of_something_is_refused(bgscript, tmp_path):
    folder = own(tmp_path, "jira-issue-ui-kit")
    (folder / "new.txt").touch()
    done = bgscript("add", "view", "sales", folder)
    assert (done.code, "has changes that are not committed: new.txt" in done.err) == (1, True)
    (folder / ".git" / "MERGE_HEAD").write_text(git("rev-parse", "HEAD", cwd=folder))
    done = bgscript("add", "view", "sales", folder, "--branch=more")
    assert (done.code, "a merge is under way" in done.err) == (1, True)
    done = bgscript("add", "view", "sales", tmp_path)
    assert (done.code, f"has no {ANSWERS}" in done.err) == (1, True)


def test_a_project_older_than_the_question_is_to_be_updated_first(bgscript, tmp_path):
    assert bgscript("new", "app", "--yes", "--template-version=0.2.0").code == 0
    for command in ("add", "remove"):
        done = bgscript(command, "view", "sales", "app")
        assert (done.code, "app is too old for this" in done.err) == (2, True), done.err
        assert "hint: bgscript update app\n" in done.err
    assert git("status", "--porcelain", cwd=tmp_path / "app") == ""
    assert bgscript("update", "app").code == 0
    git("commit", "--quiet", "--message=Update", cwd=tmp_path / "app")
    assert bgscript("add", "view", "sales", "app").code == 0


def test_plain_copier_makes_and_updates_such_a_project(tmp_path):
    """The same files as bgscript; but copier writes given answers first, which README.md repeats."""

    def facts(folder: Path):
        files = tree(folder)
        return yaml.safe_load(files.pop(ANSWERS)), {**files, "README.md": sorted(files["README.md"].split())}

    views_before, views_after = {"sales": "It's"}, {"sales": "It's", "team": "Team"}
    (tmp_path / "data.yml").write_text(json.dumps({"views": views_before, "app_name": "App"}))
    home = {"HOME": str(tmp_path)}
    words = ("copy", "--quiet", "--defaults", "--data-file=data.yml", "git+bgscript::templates", "app")
    done = run(BIN / "copier", *words, cwd=tmp_path, env=home)
    assert done.code == 0, done.err
    folder = tmp_path / "app"
    git("init", "--quiet", cwd=folder)
    commit(folder, "made")
    assert facts(folder) == facts(render({"views": views_before, "app_name": "App"}, tmp_path / "ours" / "app"))
    data = f"--data=views={json.dumps(views_after)}"
    done = run(BIN / "copier", "update", "--quiet", "--defaults", data, cwd=folder, env=home)
    assert done.code == 0, done.err
    assert facts(folder) == facts(render({"views": views_after, "app_name": "App"}, tmp_path / "more" / "app"))


# --- a mapping in anybody's template ----------------------------------------------------------------------------------


def test_a_template_names_the_flag_of_a_mapping(tmp_path):
    (tmp_path / "copier.yml").write_text("_pairs: {tones: --tone NAME=HUE}\ntones: {type: yaml, default: '{}'}\n")
    questionnaire = Questionnaire(tmp_path)
    (tones,) = questionnaire
    assert tones.parse(["sky=blue", "a=b=c"]) == {"sky": "blue", "a": "b=c"}
    assert questionnaire.spell({"tones": {"sky": "blue", "a": "b=c"}}) == ["--tone=sky=blue", "--tone=a=b=c"]
    assert questionnaire.spell({"tones": {}}) == []
    assert questionnaire.resolve({"tones": Given({"x": "y"}, "--tone")}, "app") == {"tones": {"x": "y"}}
    (tmp_path / "copier.yml").write_text("_pairs: {tones: tone}\ntones: {type: yaml, default: '{}'}\n")
    with pytest.raises(Exception, match="_pairs must give it a flag and its form, as in --view KEY=TITLE"):
        Questionnaire(tmp_path)
