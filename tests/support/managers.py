"""Package managers from npm's registry, for the tests that install projects for real."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.support.commands import network
from tests.support.paths import BIN, HANGS
from tests.support.projects import VERSIONS

FROM_NPM = {"pnpm": "pnpm", "yarn": "@yarnpkg/cli-dist", "bun": "bun"}
"""The packages of npm's registry that have the package managers."""


def install_managers(folder: Path) -> dict[str, str]:
    """Install every package manager in a folder; returns an environment whose PATH has them."""
    (folder / "package.json").write_text('{"private": true}')
    wanted = [f"{package}@{VERSIONS.programs[name]}" for name, package in FROM_NPM.items()]
    run_manager("npm", "install", "--no-audit", "--no-fund", *wanted, cwd=folder, env=network())
    path = os.pathsep.join([str(folder / "node_modules" / ".bin"), str(BIN), os.environ["PATH"]])
    at_a_desk = {name: value for name, value in network().items() if name != "CI"}  # CI: no lock file is ever written
    return {**at_a_desk, "PATH": path, "YARN_ENABLE_TELEMETRY": "0", "COREPACK_ENABLE_STRICT": "0"}


def run_manager(*words: str, cwd: Path, env: Mapping[str, str]) -> str:
    """Run a package manager, which has to succeed; returns what it prints."""
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, timeout=6 * HANGS)
    assert done.returncode == 0, f"{words}: " + done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout
