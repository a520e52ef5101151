"""`bgscript add view` and `bgscript remove view`: what they change, and what they refuse."""

import json
import shutil
from pathlib import Path

import pytest
import yaml

from bgscript.change import views
from bgscript.cli import main as cli
from tests.support.commands import in_process, run, tree
from tests.support.layers import exhaustive, exhaustive_but
from tests.support.paths import BIN
from tests.support.projects import is_forge, render
from tests.support.sandbox import ANSWERS, commit, git
from tests.support.views import SHAPES, VIEWS

pytestmark = pytest.mark.usefixtures("rendered_once", "git")


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


@pytest.mark.parametrize("name", exhaustive_but(SHAPES, "home-dashboard-custom-ui", "jira-dashboard-ui-kit", "connect"))
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


@pytest.mark.parametrize("name", ["home-dashboard-custom-ui", exhaustive("connect")])
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
    assert f"Would add view sales to {folder}: 9 files. Nothing was written." in capsys.readouterr().out
    assert git("status", "--porcelain", cwd=folder) == ""
    assert here("add", "view", "sales") == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Added view sales to {folder}: 9 files.\n")
    assert "\n  create  src/sales/View.tsx\n" in shown
    next_steps = shown.partition("Next:\n")[2].partition("\n\n")[0].splitlines()
    assert [line.strip() for line in next_steps] == [
        f"cd {folder}",
        "git diff --staged",
        "npm run preview    # shows it",
        "npm run check",
        "git commit --message 'Add view sales'",
        "forge deploy",
    ]
    commit(folder, "sales")
    assert here("remove", "view", "sales", "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["command"], result["replay"]) == ("remove view", f"bgscript remove view sales {folder}")
    assert {file["action"] for file in result["files"]} == {"update", "delete"}


def test_what_to_do_next_names_the_package_manager_of_the_project(here, tmp_path, capsys):
    own(tmp_path, "home-dashboard-custom-ui", package_manager="pnpm")
    assert here("add", "view", "sales", "--json") == 0
    steps = json.loads(capsys.readouterr().out)["next"]
    assert [step for step in steps if "npm" in step] == ["pnpm run preview    # shows it", "pnpm run check"]


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


@pytest.mark.exhaustive
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
