"""Apps of other package managers than npm: their script is built with npm, which changes nothing of their own."""

import json
import os

import pytest

from bgscript.cli.reports.adopt import AdoptedFacts
from tests.support.adopting import copy, files_of, found, repository
from tests.support.commands import run_bgscript
from tests.support.managers import run_manager
from tests.support.sandbox import commit

BUILD = "npm --prefix background install && npm --prefix background run build"

WORKSPACES = {
    "pnpm": {"pnpm-workspace.yaml": "packages: ['static/*']\nallowBuilds: {iframe-resizer: false}\n"},
    "yarn": {"yarn.lock": "", ".yarnrc.yml": "nodeLinker: pnp\n"},
    "bun": {},
}
"""By package manager: what its workspace has, besides package.json."""

LOCKS = {"pnpm": "pnpm-lock.yaml", "yarn": "yarn.lock", "bun": "bun.lock"}


def why(manager):
    return (
        "background/ is a package of its own and uses npm, which comes with Node.js, so it needs nothing of your"
        f" {manager} project and changes nothing there."
    )


@pytest.mark.parametrize(
    ("name", "files", "expected"),
    [
        ("cra", {}, ""),
        ("cra", {"package-lock.json": "{}"}, ""),
        *(("cra", {lock: ""}, why(manager)) for manager, lock in LOCKS.items()),
        ("cra", {"../pnpm-workspace.yaml": "packages: []\n"}, why("pnpm")),
        ("cra", {"../package.json": '{"packageManager": "yarn@4.1.0"}'}, why("yarn")),
        ("ui-kit-js", {"bun.lock": ""}, ""),
    ],
)
def test_the_report_says_why_the_script_uses_npm(name, files, expected, tmp_path):
    assert AdoptedFacts(found(copy(name, tmp_path / "app", files)), [], []).about_npm == expected


@pytest.mark.usefixtures("git")
def test_the_sentence_is_in_the_report_and_the_lock_file_above_the_app_counts(tmp_path):
    repository("cra", tmp_path / "app", "apps/notes")
    (tmp_path / "app" / "pnpm-lock.yaml").write_text("")
    commit(tmp_path / "app", "with pnpm")
    done = run_bgscript("adopt", "app/apps/notes", "-y", "--dry-run", cwd=tmp_path)
    assert done.code == 0, done.err
    text = done.out.partition("\nBuild the script ")[2].partition("\n\n")[0]
    assert " ".join(text.partition(BUILD)[2].split()) == why("pnpm")


@pytest.mark.exhaustive
@pytest.mark.skipif("BGSCRIPT_NEWEST" not in os.environ, reason="BGSCRIPT_NEWEST=1 is not set: installs 3 apps")
@pytest.mark.parametrize("manager", WORKSPACES)
def test_npm_works_in_a_workspace_of_another_package_manager(manager, managers, tmp_path):
    """For real, from the registry: the script is installed and checked, and the app's own installation stays."""
    package = {"private": True, "dependencies": {"yaml": "2.9.1"}, "workspaces": ["static/*"]}
    if manager == "pnpm":
        del package["workspaces"]
    view = {"name": "notes", "dependencies": {"@forge/bridge": "7.2.0"}, "scripts": {"build": "vite build"}}
    files = {"package.json": json.dumps(package), "static/notes/package.json": json.dumps(view)}
    app = repository("cra", tmp_path / "app", changes={**files, **WORKSPACES[manager], ".gitignore": "node_modules\n"})
    run_manager(manager, "install", cwd=app, env=managers)
    commit(app, "installed")
    done = run_bgscript("adopt", app, "-y", "--json", cwd=tmp_path)
    assert done.code == 0, done.err
    assert json.loads(done.out)["build"]["reason"] == why(manager)
    before = own(files_of(app))
    for words in (["install"], ["run", "check"]):
        run_manager("npm", "--prefix", "background", *words, cwd=app, env=managers)
    run_manager(manager, "install", cwd=app, env=managers)
    assert (app / "background" / "build" / "index.html").is_file()
    assert (app / "background" / "package-lock.json").is_file()
    assert own(files_of(app)) == before


def own(files):
    """The owner's files, without those that a package manager keeps for itself."""
    parts = ("node_modules", ".yarn", "background")
    return {path: content for path, content in files.items() if not set(parts) & set(path.split("/"))}
