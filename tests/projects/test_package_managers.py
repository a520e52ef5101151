"""Every package manager: what a project says of it; and one copy of the bridge is installed, or `validate` fails."""

import json
import os
import re
from pathlib import Path

import pytest
import yaml

from tests.support.commands import run, tree
from tests.support.layers import exhaustive_but
from tests.support.managers import run_manager
from tests.support.paths import BIN, PLATFORM
from tests.support.projects import VERSIONS, install, render

MANAGERS = {
    "npm": ("package-lock.json", "npm ci", "npm install"),
    "pnpm": ("pnpm-lock.yaml", "pnpm install --frozen-lockfile", "pnpm install"),
    "yarn": ("yarn.lock", "yarn install --immutable", "yarn install"),
    "bun": ("bun.lock", "bun install --frozen-lockfile", "bun install"),
}
"""By package manager: its lock file, how a service installs, how a person does."""

OF_ANY = re.compile(r"\b(npm|pnpm|yarn|bun)\b (?:install|ci|run|test|start|add)\b(?! --global)")
OTHER_HOMES = {
    "home-dashboard": {},
    "connect": {"target": "connect", "ci": "bitbucket"},
    "remote": {"target": "jira-issue", "ui": "ui-kit", "resolver": "endpoint", "dependency_updates": "dependabot"},
}
PAGES = (
    *("README.md", "AGENTS.md", ".github/workflows/check.yml", ".github/workflows/deploy.yml", "Dockerfile"),
    *("bitbucket-pipelines.yml", "manifest.yml", "src/contract.ts"),
)


@pytest.mark.parametrize("manager", MANAGERS)
@pytest.mark.parametrize("home", OTHER_HOMES)
def test_a_project_names_its_own_package_manager_alone(home, manager, tmp_path):
    project = render({**OTHER_HOMES[home], "package_manager": manager}, tmp_path / "app")
    named = {}
    for name in PAGES:
        text = (project / name).read_text() if (project / name).exists() else ""
        found = set(OF_ANY.findall(text))
        if found or (text and name != "manifest.yml"):
            named[name] = found
    assert named == {name: {manager} for name in named}
    assert len(named) >= 5


@pytest.mark.parametrize("manager", exhaustive_but(MANAGERS, "pnpm"))
@pytest.mark.parametrize("home", OTHER_HOMES)
def test_no_comment_names_a_command_of_another_package_manager(home, manager, tmp_path):
    project = render({**OTHER_HOMES[home], "package_manager": manager}, tmp_path / "app")
    others = {
        file.relative_to(project).as_posix(): set(OF_ANY.findall(file.read_text())) - {manager}
        for file in project.rglob("*")
        if file.is_file()
    }
    assert {name: found for name, found in others.items() if found} == {}


@pytest.mark.parametrize("manager", MANAGERS)
def test_services_install_what_the_lock_file_says(manager, tmp_path):
    lock, ci, usual = MANAGERS[manager]
    project = render({"package_manager": manager, "resolver": "endpoint"}, tmp_path / "app")
    steps = yaml.safe_load((project / ".github/workflows/check.yml").read_text())["jobs"]["check"]["steps"]
    commands = [step["run"] for step in steps if "run" in step]
    assert commands[-2:] == [f"if [ -f {lock} ]; then {ci}; else {usual}; fi", f"{manager} run check"]
    node = next(step["with"] for step in steps if "setup-node" in step.get("uses", ""))
    assert (lock in node.get("cache", ""), node.get("package-manager-cache")) == (
        (True, None) if manager != "bun" else (False, False)
    )
    # what is not on every machine is installed before setup-node looks for its cache
    setup = next(step.get("run", "node") for step in steps if "run" in step or "setup-node" in step["uses"])
    version = VERSIONS.programs.get(manager)
    program = {"npm": "node", "yarn": "corepack enable"}.get(manager, f"npm install --global {manager}@{version}")
    assert setup == program
    image = (project / "Dockerfile").read_text()
    assert image.count(f"RUN {ci}\n") == 1
    assert all(lock in line for line in re.findall("^COPY package.json .*$", image, re.MULTILINE))
    deploy = (project / ".github/workflows/deploy.yml").read_text()
    assert f"      - run: {ci}\n      - run: {manager} run check\n" in deploy


def test_what_replaces_packages_is_the_same_for_every_package_manager(tmp_path):
    projects = {name: render({"package_manager": name, "ui": "ui-kit"}, tmp_path / name / "app") for name in MANAGERS}
    packages = {name: json.loads((project / "package.json").read_text()) for name, project in projects.items()}
    for name, package in packages.items():
        assert package["resolutions"] == packages["npm"]["resolutions"]
        assert package["overrides"] == packages["npm"]["overrides"]
        assert package.get("packageManager") == (f"yarn@{VERSIONS.programs['yarn']}" if name == "yarn" else None)
    package = packages["npm"]
    asked = package["dependencies"]
    assert package["resolutions"]["@forge/bridge"] == asked["@forge/bridge"]
    assert package["resolutions"] == {
        name: asked[version[1:]] if version[0] == "$" else version for name, version in package["overrides"].items()
    }
    settings = yaml.safe_load((projects["pnpm"] / "pnpm-workspace.yaml").read_text())
    assert settings == {"overrides": package["resolutions"], "allowBuilds": {"iframe-resizer": False}}
    assert yaml.safe_load((projects["yarn"] / ".yarnrc.yml").read_text()) == {"nodeLinker": "node-modules"}
    assert tree(projects["npm"]).keys() == tree(projects["bun"]).keys()


@pytest.mark.parametrize("manager", MANAGERS)
def test_in_a_workspace_the_root_decides(manager, tmp_path):
    project = render({"package_manager": manager, "in_workspace": True}, tmp_path / "app")
    assert not {"pnpm-workspace.yaml", ".yarnrc.yml"} & tree(project).keys()
    package = json.loads((project / "package.json").read_text())
    assert "packageManager" not in package
    section = (project / "README.md").read_text().split("\n## In a workspace\n")[1].split("\n## ")[0]
    (example,) = re.findall(r"```\w+\n(.*?)```", section, re.DOTALL)
    wanted = package["resolutions"]
    of_bridge = {".": wanted["@forge/bridge"], "react": f"^{package['dependencies']['react']}"}
    expected = {
        "npm": {"overrides": {**wanted, "@forge/bridge": of_bridge}},
        "bun": {"overrides": wanted},
        "yarn": {"resolutions": wanted},
        "pnpm": {"overrides": wanted, "allowBuilds": {"iframe-resizer": False}},
    }
    assert (yaml.safe_load(example) if manager == "pnpm" else json.loads(f"{{{example}}}")) == expected[manager]


IGNORED = ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", ".pnp.cjs", ".pnp.loader.mjs"]


@pytest.mark.exhaustive
@pytest.mark.usefixtures("platform")
def test_files_of_package_managers_are_neither_formatted_nor_linted(tmp_path):
    project = install(render({"ui": "ui-kit"}, tmp_path / "app"))
    for name in [*IGNORED, ".yarn/releases/yarn.cjs", "mine.mjs"]:
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("a  :  [ 1 ")
    packages = project / "node_modules" / ".bin"
    formatted = run(packages / "prettier", "--check", ".", cwd=project)
    assert re.findall(r"^\[(?:warn|error)\] (\S+): ", formatted.out + formatted.err, re.MULTILINE) == ["mine.mjs"]
    linted = run(packages / "eslint", ".", "--format=json", cwd=project)
    assert [Path(each["filePath"]).name for each in json.loads(linted.out) if each["errorCount"]] == ["mine.mjs"]


def with_packages(project: Path, *, inner: str) -> Path:
    """Packages as an installation without overrides leaves them, with a bridge of its own for the dashboards' one."""
    for name in ("@forge", "."):
        (project / "node_modules" / name).mkdir(parents=True, exist_ok=True)
        for package in (PLATFORM / "node_modules" / name).iterdir():
            if package.name not in ("@forge", "dashboards-bridge", ".bin"):
                (project / "node_modules" / name / package.name).symlink_to(package)
    nested = project / "node_modules" / "@forge" / "dashboards-bridge"
    nested.mkdir()
    (nested / "package.json").write_text('{"name": "d", "version": "1.0.0", "dependencies": {"@forge/bridge": "^5"}}')
    if inner:
        (nested / "node_modules" / "@forge" / "bridge").mkdir(parents=True)
        bridge = {"name": "@forge/bridge", "version": inner}
        (nested / "node_modules" / "@forge" / "bridge" / "package.json").write_text(json.dumps(bridge))
    return project


def validated(project: Path):
    return run(BIN / "node", next(project.rglob("scripts/validate.mjs")), cwd=project)


@pytest.mark.usefixtures("platform")
def test_validate_fails_where_two_copies_of_the_bridge_are_installed(tmp_path):
    flags = {"target": "home-dashboard", "ui": "ui-kit", "resolver": "none", "package_manager": "yarn"}
    one = with_packages(render(flags, tmp_path / "one" / "app"), inner="")
    assert (validated(one).code, validated(one).err) == (0, "")
    two = with_packages(render(flags, tmp_path / "two" / "app"), inner="5.17.0")
    done = validated(two)
    assert done.code == 1
    bridge = VERSIONS.versions["@forge/bridge"]
    assert done.err.startswith("package.json: @forge/bridge is installed 2 times: ")
    assert f"{bridge} for app in " in done.err
    assert "5.17.0 for d in node_modules/@forge/dashboards-bridge/node_modules/@forge/bridge" in done.err
    assert done.err.count("\n") == 1


@pytest.mark.usefixtures("platform")
def test_validate_fails_where_another_version_is_installed_than_dependencies_has(tmp_path):
    """As with Yarn, where `resolutions` still has the old version after an update of `dependencies`."""
    project = with_packages(render({"ui": "ui-kit", "resolver": "none"}, tmp_path / "app"), inner="")
    package = json.loads((project / "package.json").read_text())
    package["dependencies"]["@forge/bridge"] = "99.0.0"
    (project / "package.json").write_text(json.dumps(package))
    done = validated(project)
    bridge = VERSIONS.versions["@forge/bridge"]
    assert (done.code, f"dependencies has @forge/bridge 99.0.0, and there is {bridge} for app" in done.err) == (1, True)


@pytest.mark.exhaustive
@pytest.mark.skipif("BGSCRIPT_NEWEST" not in os.environ, reason="BGSCRIPT_NEWEST=1 is not set: installs 8 projects")
@pytest.mark.parametrize("place", ["alone", "workspace"])
@pytest.mark.parametrize("manager", MANAGERS)
def test_one_bridge_is_installed_and_every_check_is_green(manager, place, managers, tmp_path):
    """For real, from the registry; in a workspace, with what README.md says that its root needs."""
    is_alone = place == "alone"
    project = tmp_path / "app" if is_alone else tmp_path / "apps" / "app"
    render({"package_manager": manager, "in_workspace": not is_alone}, project)
    root = project if is_alone else tmp_path
    if not is_alone:
        section = (project / "README.md").read_text().split("\n## In a workspace\n")[1].split("\n## ")[0]
        (example,) = re.findall(r"```\w+\n(.*?)```", section, re.DOTALL)
        package = {"name": "root", "private": True}
        if manager == "pnpm":
            (root / "pnpm-workspace.yaml").write_text(f"packages: ['apps/*']\n{example}")
        else:
            package |= {"workspaces": ["apps/*"], **json.loads(f"{{{example}}}")}
            (root / ".yarnrc.yml").write_text("nodeLinker: node-modules\n")
        (root / "package.json").write_text(json.dumps(package))
    run_manager(manager, "install", cwd=root, env=managers)
    found = {file.resolve() for file in root.rglob("@forge/bridge/package.json")}
    assert len(found) == 1, found
    run_manager(manager, "run", "check", cwd=project, env=managers)
