"""The golden projects, held against Atlassian's own rules, and passing their own checks."""

import gzip
import json
import re
import shlex
import shutil

import pytest
import yaml

from tests.support.commands import run
from tests.support.golden import GOLDEN
from tests.support.layers import exhaustive_but
from tests.support.node import check, validate
from tests.support.paths import BIN, ROOT, TEMPLATES
from tests.support.projects import install, make, pretend_to_build, render, scripts
from tests.support.texts import TAKEN

PROJECTS = sorted(path.name for path in GOLDEN.iterdir())
BUILT = [name for name in PROJECTS if "build" in scripts(GOLDEN / name)]
IN_FULL = ["home-dashboard", "jira-issue-ui-kit", "connect"]
"""One project of each kind, for what is the same in all of its kind: the scripts of package.json, and the build."""


@pytest.mark.parametrize("name", IN_FULL)
def test_a_new_project_passes_its_own_checks(name, platform, tmp_path):
    """By the command that its owner runs, and no test prints what looks like a failure."""
    project = install(make(name, tmp_path / "project"))
    done = run(BIN / "npm", "run", "--silent", "check", cwd=project, env={"NO_COLOR": "1"})
    assert done.code == 0, done.out + done.err
    assert re.findall(r"^std(?:err|out) \| .*", done.out + done.err, re.MULTILINE) == []


@pytest.mark.exhaustive
def test_the_other_projects_pass_the_same_checks(installed):
    """By one process for all."""
    others = {name: folder for name, folder in installed.items() if name not in IN_FULL}
    found = check(others, ["typecheck", "lint", "test"])
    assert found == {name: {"typecheck": [], "lint": [], "test": []} for name in others}


def test_every_project_has_the_same_scripts():
    """So that the checks of one are those of all."""
    for name in PROJECTS:
        own = scripts(GOLDEN / name)
        types = "tsc --noEmit --allowJs && tsc --noEmit -p bgscript/tsconfig.browser.json"
        assert (own["typecheck"], own["lint"], own["test"]) == (types, "eslint .", "vitest run")
        steps = ["prettier --check .", *(own[name] for name in ("typecheck", "lint", "test", "validate"))]
        assert own["check"] == " && ".join(steps)
        has_pages = "bgscript/scripts/build.mjs" in own.get("build", "")
        assert own["validate"] == (f"{own['build']} && " if has_pages else "") + "node bgscript/scripts/validate.mjs"
        assert not [text for text in own.values() if re.search(r"\b(npm|npx|pnpm|yarn|bun)\b", text)]


@pytest.mark.exhaustive
def test_atlassian_s_rules_find_nothing(installed, built):
    projects = {name: built.get(name) or folder for name, folder in installed.items()}
    assert check(projects, ["validate"]) == {name: {"validate": []} for name in projects}


MISTAKES = {
    "typecheck": ("src/background/mistake.ts", "export const mistake: number = 'text';\n"),
    "lint": (
        "src/background/mistake.ts",
        "export const mistake = () => void [Promise.resolve()].forEach(async () => {});\n",
    ),
    "test": (
        "tests/mistake.test.ts",
        "import { test } from 'vitest';\ntest('mistake', () => { throw new Error(); });\n",
    ),
    "build": ("src/view/index.html", '<script type="module" src="./missing.ts"></script>\n'),
    "validate": ("manifest.yml", "mistake: true\n"),
}
"""By the tool that must find it: what is added to the end of a file."""


@pytest.mark.exhaustive
def test_the_checks_can_find_something(platform, tmp_path):
    """Or a broken harness would look like a valid project. Each tool finds the mistake that is made for it."""
    projects = {}
    for name, (file, text) in {"none": ("README.md", ""), **MISTAKES}.items():
        projects[name] = install(shutil.copytree(GOLDEN / "home-dashboard", tmp_path / name))
        pretend_to_build(projects[name])
        with (projects[name] / file).open("a") as end:
            end.write(text)
    found = check(projects, MISTAKES)
    assert {name: [tool for tool, lines in tools.items() if lines] for name, tools in found.items()} == {
        "none": [],
        **{name: [name] for name in MISTAKES},
    }


def test_the_validator_can_find_something(built, tmp_path):
    """Or a broken harness would look like a valid project."""
    manifest = (built["home-dashboard"] / "manifest.yml").read_text()
    (tmp_path / "manifest.yml").write_text(manifest)  # without the built front ends
    assert any("build" in finding for finding in validate([tmp_path])[str(tmp_path)])


def test_every_module_for_background_scripts_and_dashboards_is_known(platform):
    """A new one in the newest schema fails here: make a target of it, or tell in lifecycle.yml why there is none."""
    schema = json.loads((platform / "node_modules/@forge/manifest/out/schema/manifest-schema.json").read_text())
    names = {name.removeprefix("connect-jira:") for name in schema["definitions"]["ModuleSchema"]["properties"]}
    concerned = {
        name for name in names if re.search("backgroundScripts?$", name, re.I) or name.startswith("dashboards:")
    }
    lifecycle = yaml.safe_load((TEMPLATES / "lifecycle.yml").read_text())
    in_targets = {name for modules in lifecycle["targets"].values() for name in modules}
    assert concerned - in_targets == set(lifecycle["unsupported"])
    assert all(module["reason"] for module in lifecycle["unsupported"].values())
    assert in_targets <= names, "a module that Atlassian no longer has"


CONDITION = {"displayConditions": {"isAdmin": True}}, {"displayConditions": {"isAdmni": True}}
GUESTS = {"unlicensedAccess": ["customer"]}


PROPERTIES = [
    ("jira-issue", "jira:issuePanel", CONDITION[0], True),
    ("jira-issue", "jira:issuePanel", CONDITION[1], False),
    ("jira-issue", "jira:issuePanel", GUESTS, True),
    ("jira-issue", "jira:issueViewBackgroundScript", GUESTS, False),
    ("jira-global", "jira:globalBackgroundScript", GUESTS, False),
    ("jira-global", "jira:globalBackgroundScript", {"experience": []}, False),
    ("jira-global", "jira:globalBackgroundScript", {"experience": ["all", "board"]}, False),
    ("jira-dashboard", "jira:dashboardGadget", CONDITION[1], False),
    ("confluence", "confluence:backgroundScript", CONDITION[1], False),
    ("confluence", "confluence:backgroundScript", GUESTS, False),
    ("confluence", "confluence:homepageFeed", {"unlicensedAccess": ["anonymous"]}, False),
    ("home-dashboard", "dashboards:widget", CONDITION[0], False),
]


@pytest.fixture(scope="module")
def with_properties(platform, tmp_path_factory) -> dict[tuple[str, str, str], list[str]]:
    """What Atlassian's validator finds in a project whose module has more properties; one process for all."""
    made = {}
    for target, module, properties, _ in PROPERTIES:
        project = render({"target": target}, tmp_path_factory.mktemp("properties") / "app")
        pretend_to_build(project)
        manifest = yaml.safe_load((project / "manifest.yml").read_text())
        manifest["modules"][module][0].update(properties)
        (project / "manifest.yml").write_text(yaml.safe_dump(manifest, sort_keys=False))
        made[target, module, str(properties)] = project
    found = validate(made.values())
    return {case: found[str(project)] for case, project in made.items()}


@pytest.mark.parametrize(("target", "module", "properties", "is_valid"), PROPERTIES)
def test_each_module_takes_the_properties_that_copier_yml_says(target, module, properties, is_valid, with_properties):
    """Which module takes which property: a change of Atlassian's that makes a reason wrong is found here."""
    findings = with_properties[target, module, str(properties)]
    assert (findings == []) == is_valid, findings


def test_a_name_that_is_too_long_to_register_is_shortened(bgscript, tmp_path):
    name = "It's a name that is rather longer than fifty characters"
    assert bgscript("new", "app", "--yes", "--no-git", f"--app-name={name}").code == 0
    line = next(line for line in (tmp_path / "app" / "README.md").read_text().splitlines() if "forge register" in line)
    assert shlex.split(line) == ["forge", "register", "It's a name that is rather longer than fifty"]


@pytest.mark.exhaustive
def test_no_text_makes_a_manifest_invalid(platform, tmp_path):
    folders = [tmp_path / f"p{number}" for number in range(len(TAKEN))]
    for text, folder in zip(TAKEN, folders, strict=True):
        pretend_to_build(render({"view_title": text, "description": text}, folder))
    assert validate(folders) == {str(folder): [] for folder in folders}


@pytest.mark.parametrize("name", exhaustive_but(BUILT, "home-dashboard", "connect"))
def test_the_background_script_is_small(name, built):
    files = [path.read_bytes() for path in (built[name] / "build" / "background").rglob("*") if path.is_file()]
    size = sum(len(gzip.compress(content)) for content in files)
    print(f"{name}: background script, all files: {size} bytes gzip")
    assert size <= 20_000  # 16,000 of them are @forge/bridge


def test_the_projects_are_tested_with_the_versions_they_ask_for():
    """tests/platform/package.json is made by tools/lock_platform.py; a forgotten run is found here."""
    done = run(BIN / "python", ROOT / "tools" / "lock_platform.py", "--check", cwd=ROOT)
    assert done.code == 0, done.err


def test_each_project_gets_the_packages_it_asks_for_and_one_react(platform, tmp_path):
    """Node looks for a package's React in the folders above the one that the package is really in."""
    wrong = []
    for golden in GOLDEN.iterdir():
        project = tmp_path / golden.name
        project.mkdir()
        shutil.copy(golden / "package.json", project)
        packages = install(project) / "node_modules"
        package = json.loads((project / "package.json").read_text())
        needed = {**package["dependencies"], **package["devDependencies"]}
        needed.pop("embedded-postgres", None)  # it is installed for exhaustive tests only
        got = {name: installed_version(packages / name) for name in needed}
        wrong += [(golden.name, name, got[name]) for name, version in needed.items() if got[name] != version]
        for name in {"@forge/react", "@testing-library/react", "react-dom"} & set(needed):
            if react_of(packages / name) != (packages / "react").resolve():
                wrong.append((golden.name, name, "another React"))
    assert wrong == []


def installed_version(package):
    """The version in a package's package.json."""
    return json.loads((package / "package.json").read_text())["version"]


def react_of(package):
    """The folder in which Node finds React for a package."""
    folders = [each / "node_modules" / "react" for each in package.resolve().parents]
    return next(folder.resolve() for folder in folders if folder.exists())


MISTAKE = """
import { expect, test, vi } from 'vitest';
import { host, start } from '#bgscript/testView';
import { publish } from '#bgscript/testScript';
import { channel } from '#bgscript/events';
import { sampleData } from '../src/sample';

test('a mistake in View.tsx is told in its place', async () => {
  host.reset(true);
  await publish(channel, { load: () => Promise.resolve(sampleData), getPage: () => Promise.resolve(undefined) });
  const view = await start('view');
  await vi.waitFor(() => expect(view.text()).toMatch(/keeps it from showing its data/), 20_000);
  expect(view.get('Box').props['data-state']).toBe('ready');
});
"""


@pytest.mark.exhaustive
def test_a_mistake_in_the_owner_s_view_leaves_the_rest_on_the_page(platform, tmp_path):
    project = install(shutil.copytree(GOLDEN / "confluence-ui-kit", tmp_path / "project"))
    view = project / "src" / "view" / "View.tsx"
    source = view.read_text()
    broken = source.replace("    case 'ready':\n", "    case 'ready':\n      throw new Error('my mistake');\n")
    assert broken != source
    view.write_text(broken)
    (project / "tests" / "mistake.test.ts").write_text(MISTAKE)
    done = run(BIN / "npx", "vitest", "run", "tests/mistake.test.ts", cwd=project)
    assert done.code == 0, done.out + done.err
