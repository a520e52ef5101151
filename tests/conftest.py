"""What the tests share: the command as a user runs it, and the Node side of the platform, installed once."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
GOLDEN = ROOT / "tests" / "golden"
PLATFORM = ROOT / "tests" / "platform"
BIN = Path(sys.executable).parent
QUESTIONS = yaml.safe_load((TEMPLATES / "copier.yml").read_text())
TARGETS = QUESTIONS["target"]["choices"].values()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; then review the diff")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str


def run(*words: str | Path, cwd: Path, env: dict[str, str] | None = None, **settings) -> Done:
    """Run a program, without a terminal, in an environment that has git's identity and nothing else of the user's."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**environment(cwd), **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        **settings,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def environment(home: Path) -> dict[str, str]:
    """A clean environment: our Node and git on PATH, and a home without settings."""
    return {
        "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]]),
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Test",
        "GIT_AUTHOR_EMAIL": "test@example.com",
        "GIT_COMMITTER_NAME": "Test",
        "GIT_COMMITTER_EMAIL": "test@example.com",
    }


def network() -> dict[str, str]:
    """The user's own environment, for the one thing that needs the user's way to the npm registry."""
    return {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]])}


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder, without git's own and installed packages."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {".git", "node_modules", "build"} & set(path.relative_to(folder).parts)
    }


@pytest.fixture
def bgscript(tmp_path):
    """Runs bgscript in an empty folder."""

    def command(*words: str | Path, **settings) -> Done:
        return run(BIN / "bgscript", *words, cwd=tmp_path, **settings)

    return command


@pytest.fixture(scope="session")
def platform() -> Path:
    """The folder of the Node parts, with their packages installed as its lock file says, once per machine."""
    lock = hashlib.sha256((PLATFORM / "package-lock.json").read_bytes()).hexdigest()
    stamp = PLATFORM / "node_modules" / f".installed-{lock}"
    if not stamp.exists():
        subprocess.run([BIN / "npm", "ci", "--ignore-scripts"], cwd=PLATFORM, env=network(), check=True, timeout=900)
        stamp.touch()
    return PLATFORM


@pytest.fixture(scope="session")
def installed(platform, tmp_path_factory) -> dict[str, Path]:
    """Each golden project as its owner has it after `npm install`."""
    return {
        golden.name: install(shutil.copytree(golden, tmp_path_factory.mktemp("project") / golden.name))
        for golden in sorted(GOLDEN.iterdir())
    }


@pytest.fixture(scope="session")
def built(installed) -> dict[str, Path]:
    """Those that have something to build, built."""
    projects = {name: folder for name, folder in installed.items() if "build" in scripts(folder)}
    for project in projects.values():
        done = run(BIN / "npm", "run", "build", cwd=project)
        assert done.code == 0, done.err
    return projects


def install(project: Path) -> Path:
    """Give a project its packages, which are installed once for all."""
    (project / "node_modules").symlink_to(PLATFORM / "node_modules")
    return project


def scripts(project: Path) -> dict[str, str]:
    """The npm scripts of a project."""
    return json.loads((project / "package.json").read_text())["scripts"]


def is_forge(project: Path) -> bool:
    """Whether it has a manifest that Atlassian's validator knows, and no Connect descriptor."""
    return (project / "manifest.yml").exists()


def pretend_to_build(project: Path) -> None:
    """Put an empty page where the manifest expects each built front end, for tests of the manifest alone."""
    for resource in yaml.safe_load((project / "manifest.yml").read_text())["resources"]:
        (project / resource["path"]).mkdir(parents=True)
        (project / resource["path"] / "index.html").touch()


def validate(folders: Iterable[Path]) -> dict[str, list[str]]:
    """What Atlassian's validator finds, by folder; one process for all."""
    return json.loads(node("validate.mjs", [str(folder) for folder in folders]))


def node(program: str, spec) -> str:
    """Run one of tests/platform's programs on a spec; its standard output."""
    words = [BIN / "node", PLATFORM / program]
    done = subprocess.run(words, input=json.dumps(spec), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
