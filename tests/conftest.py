"""What the tests share: the command as a user runs it, and the Node side of the platform, installed once."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest

from bgscript.change import steps as update
from bgscript.cli import main as cli
from bgscript.template import rendering, templates
from tests.support import layers
from tests.support.commands import environment, run, run_bgscript
from tests.support.compiled import compiled_once
from tests.support.golden import CASES, GOLDEN
from tests.support.managers import install_managers
from tests.support.node import BUNDLERS, CHROMIUM, FUNCTIONS, POSTGRES, REACT, install_packages
from tests.support.paths import BIN, PLATFORM
from tests.support.projects import Projects, install, scripts
from tests.support.projects import make as make_project
from tests.support.sandbox import edited_sandbox
from tests.support.schemas import check_output

CORES = min(os.cpu_count() or 1, 4)
"""More processes than these need more memory than a laptop has."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the exhaustive tests as well, as CI does")
    parser.addoption("--every", action="store_true", help="kill runs at each operation, and not at each fourth")
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; then review the diff")
    parser.addoption("--update-copier", action="store_true", help="run copier's half of the update scenarios")


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two test processes a core, as tests with Node, git and a terminal wait half of their time.

    One a core for the quick ones, which wait for nothing, and with --all, where some measure what a page does. None
    beside pytest's own for a single test, or with -s, because they would print nothing.
    """
    is_single = all("::" in argument for argument in config.args)
    if is_single or config.option.capture == "no":
        return 0
    return CORES if config.option.all or config.option.markexpr == "quick" else 2 * CORES


@pytest.hookimpl(tryfirst=True)  # before -m is applied, and before pytest-xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    layers.arrange(config, items)


@pytest.fixture(autouse=True)
def _starts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A test that starts Node or git says so, see tests/support/layers.py."""
    yield from layers.starts(request.fixturenames, tmp_path_factory.mktemp("starts"))


@pytest.fixture(scope="session", autouse=True)
def _compiled() -> Iterator[None]:
    """What this process renders is compiled once. The real command, which makes the golden trees, has none of this."""
    with compiled_once():
        yield


@pytest.fixture(scope="session")
def node(git) -> None:
    """This test starts Node, and may start git."""


@pytest.fixture(scope="session")
def git() -> None:
    """This test starts git."""


@pytest.fixture(scope="session")
def terminal(git) -> None:
    """This test needs a terminal, and may start git."""


@pytest.fixture
def bgscript(tmp_path):
    """Runs bgscript in an empty folder."""
    return lambda *words, **settings: run_bgscript(*words, cwd=tmp_path, **settings)


@pytest.fixture(scope="session")
def platform(node, request) -> Path:
    """The folder of the Node parts, with their packages; PostgreSQL's too, where an exhaustive test may need them."""
    install_packages(PLATFORM)
    install_packages(REACT)
    if any(item.get_closest_marker("exhaustive") for item in request.session.items):
        install_packages(POSTGRES)
    return PLATFORM


@pytest.fixture(scope="session")
def chromium(platform) -> None:
    """This test needs a browser."""
    install_packages(CHROMIUM)


@pytest.fixture(scope="session")
def bundlers(platform) -> Path:
    """The folder of the bundlers that apps have which exist."""
    install_packages(BUNDLERS)
    return BUNDLERS


@pytest.fixture(scope="session")
def functions(platform) -> Path:
    """The packages that functions on Forge can use besides."""
    install_packages(FUNCTIONS)
    return FUNCTIONS / "node_modules"


@pytest.fixture(scope="session")
def managers(node, tmp_path_factory) -> dict[str, str]:
    """An environment with every package manager on PATH, from the registry."""
    return install_managers(tmp_path_factory.mktemp("managers"))


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """A folder that all test processes of one run share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def installed(platform, shared) -> Projects:
    """Each reviewed project as its owner has it after `npm install`. Tests write nothing in these folders."""

    def make(name: str, project: Path) -> None:
        install(make_project(name, project))

    return Projects(sorted(CASES), shared / "installed", make)


@pytest.fixture(scope="session")
def built(platform, shared) -> Projects:
    """Those that have something to build, built."""

    def make(name: str, project: Path) -> None:
        done = run(BIN / "npm", "run", "build", cwd=install(make_project(name, project)))
        assert done.code == 0, done.err

    names = [name for name in sorted(CASES) if "build" in scripts(GOLDEN / name)]
    return Projects(names, shared / "built", make)


@pytest.fixture(scope="module")
def rendered_once(shared) -> Iterator[None]:
    """For changes of projects in this process: the same template with the same answers is rendered once in a run."""
    store, really_render = shared / "renderings", rendering.render
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


@pytest.fixture
def called(tmp_path, monkeypatch, capsys):
    """Runs bgscript in this process, in an empty folder: gives its exit code, stdout and stderr."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def call(*words):
        capsys.readouterr()
        code = cli.main([str(word) for word in words])
        out, err = capsys.readouterr()
        check_output(words, out)
        return code, out, err

    return call


@pytest.fixture
def sandbox(git, tmp_path):
    """A project with an edit, and a newer release with another one, a new file and a reason."""
    return edited_sandbox(tmp_path)
