"""What an app that exists gets: its files, compared byte by byte with the reviewed ones, and what they do there.

After a change of the template: `pytest tests/projects/test_parts.py --update-golden`, then read the diff.
"""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from tests.support.commands import run, run_bgscript, tree
from tests.support.layers import exhaustive, exhaustive_but
from tests.support.parts import COMPILED, MANIFEST, PARTS, app_with_part, compiled, copy_of_the_template, give_packages
from tests.support.paths import BIN, TEMPLATES
from tests.support.projects import render
from tests.support.sandbox import commit, git

REVIEWED = Path(__file__).parent / "parts"
WHOLE = "custom-ui"


@pytest.mark.parametrize("name", PARTS)
def test_part_is_the_reviewed_one(name, tmp_path, request):
    files = tree(render(PARTS[name], tmp_path / "part"))
    own = {path: content for path, content in files.items() if path.rpartition("/")[2] not in COMPILED}
    answers = own[".copier-answers.yml"].decode()
    own[".copier-answers.yml"] = re.sub("_commit: v.*", "_commit: v0.0.0", answers).encode()
    if request.config.getoption("--update-golden"):
        write(REVIEWED / name, own)
    assert own == tree(REVIEWED / name)
    for path in files.keys() - own.keys():
        assert files[path] == compiled(path.rpartition("/")[2]).read_bytes(), path


GROUPS = ["[a-z@]", "#", r"\."]
"""How the specifiers of a group of imports begin: packages, the package's own aliases, files."""


@pytest.mark.parametrize("name", PARTS)
def test_imports_of_the_owner_s_files_are_sorted_in_groups(name):
    """As sorters of imports want them: they are in the linters of many apps."""
    count = 0
    for path, content in tree(REVIEWED / name).items():
        if not path.endswith((".ts", ".tsx", ".js", ".jsx")) or b"eslint-disable */" in content:
            continue
        head = re.match(r"(?:import [^;]+;\n|\n)*", content.decode())
        groups = [re.findall("from '([^']+)'", block) for block in head[0].strip().split("\n\n")]
        kinds = [next(i for i, start in enumerate(GROUPS) if re.match(start, group[0])) for group in groups if group]
        assert kinds == sorted(set(kinds)), path
        for group, kind in zip(groups, kinds, strict=False):
            assert all(re.match(GROUPS[kind], each) for each in group), path
            assert group == sorted(group), path
        count += len(kinds)
    assert count > 2


def write(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def test_the_client_is_beside_each_view_and_the_script_in_one_place(tmp_path):
    client, script = set(COMPILED[:4]), set(COMPILED[4:])
    places = {"custom-ui": ["static/panel/src/background", "src/background"], "ui-kit": ["src/background"]}
    for name, folders in places.items():
        part = render(PARTS[name], tmp_path / name)
        found = {path for path in tree(part) if path.rpartition("/")[2] in COMPILED}
        home = "background/bgscript" if name == "custom-ui" else "src/background"
        expected = {f"{folder}/{file}" for folder in folders for file in client}
        assert found == expected | {f"{home}/{file}" for file in script}


def test_a_part_passes_its_own_checks_before_its_app_is_built(platform, tmp_path):
    """By the command that its owner runs."""
    app = app_with_part(tmp_path / "app")
    give_packages(app / "background", platform)
    done = run(BIN / "npm", "--prefix", "background", "run", "--silent", "check", cwd=app)
    assert done.code == 0, done.out + done.err
    assert "manifest.yml is valid." in done.out
    assert 'src="./assets/' in (app / "background/build/index.html").read_text()


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("script", "file", "text"),
    [
        ("typecheck", "background/src/mistake.ts", "export const mistake: number = 'text';\n"),
        ("typecheck", "background/src/index.ts", "import { loadDta } from './data';\n"),
        ("test", "background/src/data.ts", "export const loadData = () => Promise.resolve({ now: new Date() });\n"),
        ("build", "background/index.html", '<script type="module" src="./missing.ts"></script>\n'),
        ("validate", "manifest.yml", f"{MANIFEST}mistake: true\n"),
    ],
    ids=["a type", "a name", "no JSON", "a missing file", "the manifest"],
)
def test_each_script_finds_a_mistake(script, file, text, platform, tmp_path):
    app = app_with_part(tmp_path / "app")
    give_packages(app / "background", platform)
    (app / file).write_text(text)
    assert run(BIN / "npm", "--prefix", "background", "run", "--silent", script, cwd=app).code != 0


CALLS = """\
import { invoke, invokeRemote, requestConfluence, requestJira } from '@forge/bridge';
import type { Load } from '#bgscript/script';
import type { SharedData } from './contract';

const called = () =>
  Promise.all([
    invoke('getItems'),
    invokeRemote({ path: '/items', method: 'GET' }).then(({ body }) => body),
    requestJira('/rest/api/3/myself').then((response) => response.json()),
    requestConfluence('/wiki/api/v2/pages').then(async (response) => JSON.parse(await response.text()) as unknown),
  ]) as Promise<SharedData[]>;

export const loadData: Load<SharedData> = async () => {
  const [data, ...others] = await called();
  for (const other of others) if (JSON.stringify(other) !== JSON.stringify(data)) throw new Error('another answer');
  return data as SharedData;
};
"""


def test_its_tests_answer_what_the_script_calls(platform, tmp_path):
    app = app_with_part(tmp_path / "app")
    give_packages(app / "background", platform)
    (app / "background/src/data.ts").write_text(CALLS)
    done = run(BIN / "npm", "--prefix", "background", "run", "--silent", "check", cwd=app)
    assert done.code == 0, done.out + done.err


def test_the_files_say_which_commands_fit_a_part(tmp_path):
    """They would have to be run in the folder of the part."""
    for name, answers in PARTS.items():
        for path, content in tree(render(answers, tmp_path / name)).items():
            assert not re.search(rb"npm (run|test|install)\b", content), path


OLD, NEW = "v1.0.0", "v2.0.0"


@pytest.fixture
def owned(git, tmp_path):
    """An app with a part of a template's first release, some work of its owner's, and a second release."""
    template = copy_of_the_template(tmp_path / "template")
    git_in(template, "init", "--quiet")
    release(template, OLD)
    app = app_with_part(tmp_path / "app")
    answers = app / ".copier-answers.yml"
    source = re.sub("_commit: .*", f"_commit: {OLD}", answers.read_text())
    answers.write_text(re.sub("_src_path: .*", f"_src_path: {template}", source))
    edit(app / "background/src/data.ts", "sampleData, ", "sampleData, items: [], ")
    git_in(app, "init", "--quiet")
    commit(app, "mine")
    for place in (template / "part").glob("*/client.js"):
        place.write_text(place.read_text() + "// newer\n")
    edit(template / "partials/part/data.jinja", "Yours: loads", "Yours: it loads")
    release(template, NEW)
    return app


def git_in(folder: Path, *words: str) -> None:
    git(*words, cwd=folder)


def release(template: Path, tag: str) -> None:
    commit(template, tag)
    git_in(template, "tag", tag)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


@pytest.mark.parametrize("command", exhaustive_but(["bgscript", "copier"], "bgscript"))
def test_an_update_brings_what_is_new_and_keeps_what_is_the_owner_s(command, owned, tmp_path):
    manifest = (owned / "manifest.yml").read_bytes()
    if command == "bgscript":
        done = run_bgscript("update", owned, cwd=tmp_path)
    else:
        done = run(BIN / "copier", "update", "--defaults", cwd=owned, env={"HOME": str(tmp_path)})
    assert done.code == 0, done.out + done.err
    for view in ("static/panel/src", "src"):
        assert (owned / view / "background/client.js").read_text().endswith("// newer\n")
    data = (owned / "background/src/data.ts").read_text()
    assert "Yours: it loads" in data
    assert "sampleData, items: [], " in data
    assert (owned / "manifest.yml").read_bytes() == manifest
    assert "shape: part" in (owned / ".copier-answers.yml").read_text()


@pytest.mark.parametrize(
    ("ui", "expected"),
    [
        ("custom-ui", ["npm --prefix background install", "npm --prefix background run check"]),
        exhaustive("ui-kit", ["bgscript check"]),
    ],
)
def test_an_update_prints_the_commands_of_a_part(ui, expected, owned, tmp_path):
    if ui == "ui-kit":
        file = owned / ".copier-answers.yml"
        file.write_text(re.sub(r"owner_views:\n(- .*\n)*", "", file.read_text()).replace("custom-ui", ui))
        commit(owned, "in UI Kit")
    template = tmp_path / "template"
    edit(template / "part/{{ custom_ui }}/background/package.json.jinja", '"private": true', '"private": false')
    release(template, "v2.1.0")
    done = run_bgscript("update", owned, "--json", cwd=tmp_path)
    said = [line for line in json.loads(done.out)["next"] if re.search("npm|bgscript", line)]
    assert said == expected


@pytest.mark.exhaustive
def test_an_update_changes_the_script_s_module_in_the_owner_s_manifest(owned, tmp_path):
    before = yaml.safe_load((owned / "manifest.yml").read_text())
    template = tmp_path / "template"
    edit(template / "part/manifest.yml.jinja", "shouldReloadOnRefresh: {{ reload_on_refresh | lower }}", "newer: true")
    release(template, "v2.1.0")
    assert run_bgscript("update", owned, cwd=tmp_path).code == 0
    (script,) = before["modules"]["jira:issueViewBackgroundScript"]
    assert script.pop("shouldReloadOnRefresh") is True
    script["newer"] = True
    assert yaml.safe_load((owned / "manifest.yml").read_text()) == before
    assert "key: panel # the owner's" in (owned / "manifest.yml").read_text()


@pytest.mark.exhaustive
def test_another_short_key_leaves_the_script_s_module_its_own(owned, tmp_path):
    before = yaml.safe_load((owned / "manifest.yml").read_text())
    assert run_bgscript("update", owned, "--set", "app_key=other", cwd=tmp_path).code == 0
    answers = yaml.safe_load((owned / ".copier-answers.yml").read_text())
    assert answers["keys"] == {"jira-issue/background": "sprint-health-background"}
    assert yaml.safe_load((owned / "manifest.yml").read_text()) == before


@pytest.mark.exhaustive
def test_another_home_is_another_module_with_the_same_script(owned, tmp_path):
    done = run_bgscript("add", "home", "confluence", owned, cwd=tmp_path)
    assert done.code == 0, done.out + done.err
    modules = yaml.safe_load((owned / "manifest.yml").read_text())["modules"]
    assert modules["confluence:backgroundScript"] == [
        {"key": "sprint-health-confluence-background", "resource": "background-2"}
    ]
    assert set(modules) == {
        *("jira:issueViewBackgroundScript", "confluence:backgroundScript", "jira:issuePanel", "function")
    }


@pytest.mark.exhaustive
def test_the_files_are_formatted_as_those_of_an_app(platform, tmp_path):
    """By Prettier, with the settings that bgscript's own projects have."""
    for name, answers in PARTS.items():
        (render(answers, tmp_path / name) / ".copier-answers.yml").unlink()
    for name in (".prettierrc.json", ".editorconfig"):
        shutil.copy(TEMPLATES / "project" / name, tmp_path)
    prettier = platform / "node_modules" / "prettier" / "bin" / "prettier.cjs"
    done = run(BIN / "node", prettier, "--check", *PARTS, cwd=tmp_path)
    assert done.code == 0, done.err


def test_another_view_gets_the_client_by_an_update(owned, tmp_path):
    done = run_bgscript("update", owned, "--set", 'owner_views=["static/panel", "static/other"]', cwd=tmp_path)
    assert done.code == 0, done.out + done.err
    assert (owned / "static/other/src/background/client.js").is_file()
    assert not (owned / "src/background").exists()
