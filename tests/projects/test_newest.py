"""The newest version of each package that the bots may propose: they install together, and projects pass their checks.

It installs from the registry, for some minutes: `BGSCRIPT_NEWEST=1 pytest --all tests/projects/test_newest.py`. CI runs
it. Run it before each release, and when a bot proposes a version that does not install.
"""

import json
import os
import subprocess

import pytest
from packaging.version import Version

from tests.support.commands import network
from tests.support.paths import BIN, HANGS
from tests.support.projects import VERSIONS

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.usefixtures("node"),
    pytest.mark.skipif(
        "BGSCRIPT_NEWEST" not in os.environ,
        reason="BGSCRIPT_NEWEST=1 is not set: installs three projects from the registry",
    ),
]


def npm(*words, cwd) -> str:
    """Run npm with the user's way to the registry; its standard output."""
    done = subprocess.run(
        [BIN / "npm", *words], cwd=cwd, env=network(), capture_output=True, text=True, timeout=6 * HANGS
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def newest(name: str, below: str | None, cwd) -> str:
    """The newest release of a package, below a version where there is a rule."""
    if below is None:
        return json.loads(npm("view", name, "version", "--json", cwd=cwd))
    versions = json.loads(npm("view", name, "versions", "--json", cwd=cwd))
    return max((v for v in versions if "-" not in v and Version(v) < Version(below)), key=Version)


@pytest.mark.parametrize("flags", [["--ui=custom-ui"], ["--ui=ui-kit"], ["--target=connect"]], ids=" ".join)
def test_the_newest_versions_that_the_rules_let_through_work_together(flags, bgscript, tmp_path):
    assert bgscript("new", "p", "--yes", "--no-git", *flags).code == 0
    project = tmp_path / "p"
    package = json.loads((project / "package.json").read_text())
    needed = package["dependencies"].keys() | package["devDependencies"].keys()
    for group in (package["dependencies"], package["devDependencies"]):
        for name, version in group.items():
            rule = VERSIONS.held.get(name)
            below = rule["below"] if rule and rule["for"] in needed else None
            group[name] = newest(name, below, project)
            print(f"{name} {version} -> {group[name]}")
    (project / "package.json").write_text(json.dumps(package, indent=2) + "\n")
    npm("install", "--ignore-scripts", "--no-audit", "--no-fund", cwd=project)
    npm("run", "check", cwd=project)
