"""`bgscript new --install`: packages, their lock file in the first commit, and what happens when npm cannot."""

import json
import os
from pathlib import Path

import pytest

from tests.support.commands import environment
from tests.support.sandbox import git

pytestmark = pytest.mark.usefixtures("git")

INSTALLS = """#!/bin/sh
[ "$1" = install ] || exit 9
mkdir -p node_modules/one
echo '{"lockfileVersion": 3}' > package-lock.json
echo "added 1 package"
"""
YARN_IN_CI = """#!/bin/sh
[ "$CI" = true ] && [ "$YARN_ENABLE_IMMUTABLE_INSTALLS" != false ] && exit 1
mkdir -p node_modules/one
echo '# lock' > yarn.lock
"""
FAILS = """#!/bin/sh
mkdir -p node_modules
echo '{}' > package-lock.json
echo "npm error 404" >&2
exit 1
"""


def with_npm(folder: Path, script: str | None, name: str = "npm") -> dict[str, str]:
    """A PATH with this npm (or another package manager), or with git alone."""
    programs = folder / "programs"
    programs.mkdir()
    found = environment(folder)["PATH"].split(os.pathsep)
    if script is None:
        for each in ("git", "sh"):
            program = next(Path(part, each) for part in found if Path(part, each).exists())
            (programs / each).symlink_to(program)
        return {"PATH": str(programs)}
    (programs / name).write_text(script)
    (programs / name).chmod(0o755)
    return {"PATH": os.pathsep.join([str(programs), *found])}


def test_packages_are_there_and_the_lock_file_is_committed(bgscript, tmp_path):
    done = bgscript("new", "app", "--yes", "--install", env=with_npm(tmp_path, INSTALLS))
    assert (done.code, "added 1 package" in done.err) == (0, True), done.err
    assert "npm install\n" not in done.out
    assert "  npm run check\n" in done.out
    assert "bgscript new app --yes \\\n    --install \\\n" in done.out
    project = tmp_path / "app"
    assert (project / "node_modules" / "one").is_dir()
    committed = git("ls-files", cwd=project).splitlines()
    assert "package-lock.json" in committed
    assert not [path for path in committed if path.startswith("node_modules")]
    assert git("status", "--porcelain", cwd=project) == ""


def test_yarn_writes_its_first_lock_file_in_ci_too(bgscript, tmp_path):
    env = {**with_npm(tmp_path, YARN_IN_CI, "yarn"), "CI": "true"}
    done = bgscript("new", "app", "--yes", "--install", "--package-manager=yarn", env=env)
    assert (done.code, "warning" in done.err) == (0, False), done.err
    assert "yarn.lock" in git("ls-files", cwd=tmp_path / "app").splitlines()


@pytest.mark.parametrize(
    ("script", "reason"), [(FAILS, "npm ended with 1"), (None, "npm is not on PATH")], ids=["fails", "missing"]
)
def test_a_failure_leaves_the_project_and_says_so(script, reason, bgscript, tmp_path):
    done = bgscript("new", "app", "--yes", "--install", env=with_npm(tmp_path, script))
    assert (done.code, f"warning: no packages were installed: {reason}; " in done.err) == (0, True), done.err
    assert "later: npm install" in done.err
    assert "  npm install\n" in done.out
    project = tmp_path / "app"
    assert (project / "manifest.yml").exists()
    assert not (project / "node_modules").exists()
    assert not (project / "package-lock.json").exists()
    assert git("status", "--porcelain", cwd=project) == ""


def test_json_stays_one_object(bgscript, tmp_path):
    done = bgscript("new", "app", "--yes", "--install", "--json", env=with_npm(tmp_path, INSTALLS))
    assert json.loads(done.out)["next"] == ["cd app", "npm run check"]


def test_yes_alone_installs_nothing(bgscript, tmp_path):
    done = bgscript("new", "app", "--yes", env=with_npm(tmp_path, INSTALLS))
    assert (done.code, (tmp_path / "app" / "node_modules").exists()) == (0, False)
