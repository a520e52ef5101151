"""The recipes in a project's README: applied from its text, all of them at once, and every check stays green."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.projects.test_preview import add_packages
from tests.support.commands import run
from tests.support.layers import exhaustive
from tests.support.node import check, validate
from tests.support.paths import BIN
from tests.support.projects import install, is_forge, pretend_to_build, render

PROJECTS = {
    "home-dashboard": {},
    "jira-issue-ui-kit": {"target": "jira-issue", "ui": "ui-kit"},
    "confluence": {"target": "confluence"},
    "remote": {"target": "jira-dashboard", "resolver": "endpoint"},
    "connect": {"target": "connect"},
}
MODAL = """
import { Modal, view } from '@forge/bridge';

export const showDetails = (id: string) => new Modal({ resource: 'details', context: { id } }).open();
export const idOf = async () => ((await view.getContext()).extension.modal as { id: string }).id;
"""
GREETING = "\nexport const greeting = import.meta.env.VITE_GREETING as string | undefined;\n"


def recipes(project: Path) -> str:
    return (project / "README.md").read_text().split("\n## Recipes\n")[1].split("\n## ")[0]


def apply(project: Path) -> set[str]:
    """Write the files of all examples, and add to the manifest what they add; the names of the files."""
    written = set()
    for _, text in re.findall(r"```(\w+)\n(.*?)```", recipes(project), re.DOTALL):
        first, rest = text.split("\n", 1)
        name = first.strip("/#<>!- ")
        written.add(name)
        if name == "manifest.yml":
            manifest = yaml.safe_load((project / name).read_text())
            merge(manifest, yaml.safe_load(rest))
            (project / name).write_text(yaml.safe_dump(manifest, sort_keys=False))
        else:
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_text(rest if name.endswith(".html") else text)
    return written


def merge(into: Any, more: Any) -> None:
    """Add to lists and mappings what is new in them."""
    for name, value in more.items():
        if name not in into:
            into[name] = value
        elif isinstance(value, dict):
            merge(into[name], value)
        else:
            into[name].extend(item for item in value if item not in into[name])


@pytest.fixture
def applied(functions, tmp_path):
    """Makes a project with all recipes applied."""

    def make(name: str) -> Path:
        project = install(render({"app_key": "mine", **PROJECTS[name]}, tmp_path / name))
        if "forge.published" in recipes(project):
            add_packages(project, functions)
        apply(project)
        view = project / "src" / "view" / "View.tsx"
        if name == "connect":
            view.write_text(view.read_text() + GREETING)
        elif PROJECTS[name].get("ui") != "ui-kit":
            imports, types = "import { Modal, view } from '@forge/bridge';\n", MODAL.split("\n\n", 1)[1]
            view.write_text(imports + view.read_text() + "\n" + types + GREETING)
        return project

    return make


TOOLS = ["typecheck", "lint", "test"]


@pytest.mark.parametrize(
    ("name", "tools"), [("home-dashboard", TOOLS[:1]), *(exhaustive(name, TOOLS) for name in PROJECTS)]
)
def test_every_check_stays_green(name, tools, applied):
    project = applied(name)
    assert check({name: project}, tools) == {name: {tool: [] for tool in tools}}
    if is_forge(project):
        if PROJECTS[name].get("ui") != "ui-kit":
            pretend_to_build(project)
        assert validate([project]) == {str(project): []}
    done = run(BIN / "node", next(project.rglob("scripts/validate.mjs")), cwd=project)
    assert (done.code, done.err) == (0, "")
    formatted = run(project / "node_modules/.bin/prettier", "--check", "src", cwd=project)
    assert formatted.code == 0, formatted.err


def test_each_home_has_the_recipes_that_it_can_follow(tmp_path):
    found = {
        name: re.findall("^### (.*)$", recipes(render(PROJECTS[name], tmp_path / name)), re.M) for name in PROJECTS
    }
    page, modal = "A page without the script", "A modal"
    vite = "Styles, aliases, plugins of Vite"
    full = [
        "A trigger, a schedule, a web trigger",
        "News for everybody",
        "Variables",
        vite,
        "Call another host",
        "A picture of another host",
    ]
    assert found == {
        "home-dashboard": [*full, page, modal],
        "jira-issue-ui-kit": [*full, page, modal],
        "confluence": [*full, page, modal],
        "remote": ["Variables", vite, "A picture of another host", page, modal],
        "connect": ["Variables", vite, "Call another host"],
    }


def test_a_public_variable_is_in_the_build_and_no_other_is(applied):
    project = applied("home-dashboard")
    (project / ".env").write_text("VITE_GREETING=Good morning\nSECRET=not for people\n")
    view = project / "src" / "view" / "View.tsx"
    view.write_text(view.read_text() + "console.log(greeting, import.meta.env.SECRET);\n")
    done = run(BIN / "node", next(project.rglob("scripts/build.mjs")), cwd=project)
    assert done.code == 0, done.err
    built = "".join(file.read_text() for file in (project / "build" / "view").rglob("*.js"))
    assert ("Good morning" in built, "not for people" in built) == (True, False)
    assert (project / "build" / "details" / "index.html").exists()


def test_server_code_of_any_folder_sees_the_types_of_node_and_no_view_does(platform, tmp_path):
    project = install(render({}, tmp_path / "app"))
    server = ("src/triggers.ts", "src/jobs/index.ts", "src/jobs/nested/one.ts", "src/resolvers/more.ts")
    browser = ("src/view/helper.ts", "src/background/more.ts", "src/shared/helper.ts")
    for file in (*server, *browser):
        (project / file).parent.mkdir(parents=True, exist_ok=True)
        (project / file).write_text("export const secret = process.env.SECRET;\n")
    view = project / "src" / "view" / "View.tsx"
    view.write_text("import './helper';\nimport '../shared/helper';\n" + view.read_text())
    done = run(BIN / "npm", "run", "--silent", "typecheck", cwd=project)
    assert set(re.findall(r"^(\S+)\(.*Cannot find name 'process'", done.out, re.MULTILINE)) == set(browser)
    assert done.out.count("error TS") == len(browser)


FORGE = """#!/bin/sh
echo "forge $*" >> "$CALLS"
exit 3
"""


@pytest.mark.usefixtures("node")
def test_scripts_run_forge_s_command_line_and_say_where_it_is_missing(tmp_path):
    project = render({"ui": "ui-kit"}, tmp_path / "app")
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "node").symlink_to(shutil.which("node", path=str(BIN)) or "")
    script = next(project.rglob("scripts/forge.mjs")).relative_to(project)
    missing = run(programs / "node", script, "logs", cwd=project, env={"PATH": str(programs)})
    assert (missing.code, missing.out) == (1, "")
    assert missing.err.startswith("Forge's command line is not installed. Run `npm install --global @forge/cli`, then")
    (programs / "forge").write_text(FORGE)
    (programs / "forge").chmod(0o755)
    env = {"PATH": os.pathsep.join([str(programs), os.environ["PATH"]]), "CALLS": str(tmp_path / "calls")}
    for words in (["logs", "--since", "1h"], ["register", "My app"], ["install"]):
        assert run(programs / "node", script, *words, cwd=project, env=env).code == 3
    manifest = project / "manifest.yml"
    manifest.write_text(manifest.read_text().replace("00000000-0000-0000-0000-000000000000", "1" * 8))
    again = run(programs / "node", script, "register", cwd=project, env=env)
    assert (again.code, "This app is registered" in again.err) == (1, True)
    assert (tmp_path / "calls").read_text() == "forge logs --since 1h\nforge register My app\nforge install\n"


def test_deploy_builds_first_and_no_script_runs_when_packages_are_installed(tmp_path):
    import json

    for ui in ("custom-ui", "ui-kit"):
        project = render({"ui": ui}, tmp_path / ui)
        scripts = json.loads((project / "package.json").read_text())["scripts"]
        words = f"node {next(project.rglob('scripts/forge.mjs')).relative_to(project)}"
        build = f"{scripts['build']} && " if ui == "custom-ui" else ""
        assert scripts["deploy"] == f"{build}{words} deploy"
        assert {name: scripts[name] for name in ("register", "forge:install", "logs")} == {
            "register": f"{words} register",
            "forge:install": f"{words} install",
            "logs": f"{words} logs",
        }
        lifecycle = {"preinstall", "install", "postinstall", "prepare", "prepublish", "dependencies"}
        assert not lifecycle & scripts.keys()
