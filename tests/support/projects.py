"""Generated projects, ready for their checks."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock
from jinja2 import Environment, FileSystemLoader

from bgscript.template import rendering, templates
from bgscript.template.questions import Given, Questionnaire
from tests.support.commands import run_bgscript
from tests.support.golden import CASES
from tests.support.node import REACT
from tests.support.paths import PLATFORM, TEMPLATES

VERSIONS: Any = Environment(loader=FileSystemLoader(TEMPLATES)).get_template("partials/versions.jinja").module


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


def make(name: str, folder: Path) -> Path:
    """One of the reviewed projects, as `bgscript new` makes it now: that both are the same has a test of its own."""
    with tempfile.TemporaryDirectory() as staging:
        done = run_bgscript("new", "team-pulse", "--yes", "--no-git", *CASES[name], cwd=Path(staging))
        assert done.code == 0, done.err
        shutil.move(Path(staging) / "team-pulse", folder)
    return folder


def render(answers: Mapping[str, Any], folder: Path) -> Path:
    """Make a project in this process: what `bgscript new --yes --no-git` makes in one of its own, in half the time."""
    template = templates.current()
    given = {name: Given(value, name) for name, value in answers.items()}
    complete = Questionnaire(template.root).resolve(given, folder.name)
    folder.mkdir(parents=True)
    rendering.render(template, complete, folder)
    return folder


def install(project: Path) -> Path:
    """Give a project its packages, which are installed once for all; UI Kit's have another React."""
    package = json.loads((project / "package.json").read_text())
    folder = PLATFORM if "@forge/react" in package["dependencies"] else REACT
    (project / "node_modules").symlink_to(folder / "node_modules")
    return project


def copies(projects: Mapping[str, Path], folder: Path) -> dict[str, Path]:
    """Copies of projects, to build: another test process may use the same ones at the same time."""
    return {name: shutil.copytree(project, folder / name, symlinks=True) for name, project in projects.items()}


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
            (project / resource["path"]).mkdir(parents=True, exist_ok=True)
            (project / resource["path"] / "index.html").touch()
