"""What a release uploads: the release workflow's own commands, run in a fresh clone, and the packages they make."""

import json
import os
import re
import subprocess
import tarfile
import tomllib
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.commands import tree
from tests.support.paths import HANGS, ROOT, TEMPLATES

pytestmark = pytest.mark.exhaustive  # installs packages

ADDRESS = "https://git.example.com/team/bgscript"
VERSION = re.search(r'"(.+)"', (ROOT / "generator/bgscript/__init__.py").read_text().split("__version__")[1])[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = PYPROJECT["project"]
LOCKED = dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "constraints.txt").read_text(), re.MULTILINE))


@dataclass(frozen=True)
class Release:
    """The folder `dist` of the release workflow."""

    folder: Path

    @property
    def wheel(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(next(self.folder.glob("packages/*.whl")))

    @property
    def source(self) -> dict[str, bytes]:
        """The files of the source distribution, without the folder around them."""
        with tarfile.open(next(self.folder.glob("packages/*.tar.gz"))) as archive:
            return {info.name.split("/", 1)[1]: archive.extractfile(info).read() for info in archive if info.isfile()}

    @property
    def metadata(self) -> Metadata:
        name = next(name for name in self.wheel.namelist() if name.endswith("/METADATA"))
        return Metadata.from_email(self.wheel.read(name), validate=True)


def steps() -> list[str]:
    """The commands of the job `build`."""
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text())["jobs"]
    return [step["run"] for step in jobs["build"]["steps"] if "run" in step]


def bash(script: str, folder: Path, environment: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a step as the workflow does, with the packages of one environment."""
    path = f"{environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, "BGSCRIPT_REPOSITORY": ADDRESS, **variables},
        capture_output=True,
        text=True,
        timeout=HANGS,
    )


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """The files of the repository, those that are not committed yet too, in another folder."""
    folder = tmp_path_factory.mktemp("clone") / "bgscript"
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    for name in names:
        if (ROOT / name).is_file() and not name.startswith("tests/golden/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    changelog = folder / "CHANGELOG.md"
    changelog.write_text(f"# Changelog\n\n## {VERSION}\n\n- What changed.\n\n## 0.0.1\n\n- Before.\n")
    return folder


@pytest.fixture(scope="module")
def environment(clone, tmp_path_factory) -> Path:
    """A new environment with the tools that the workflow installs."""
    folder = tmp_path_factory.mktemp("tools")
    venv.create(folder, with_pip=True, symlinks=True)
    done = bash(f"python -m pip install --quiet --upgrade pip\n{steps()[0]}", clone, folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def release(clone, environment) -> Release:
    done = bash(steps()[1], clone, environment, BGSCRIPT_TAG=f"v{VERSION}")
    assert done.returncode == 0, done.stdout + done.stderr
    return Release(clone / "dist")


def test_the_wheel_is_built_from_the_source_distribution_and_both_have_the_templates(release):
    prefix = "bgscript/templates/"
    packed = {
        name.removeprefix(prefix): release.wheel.read(name)
        for name in release.wheel.namelist()
        if name.startswith(prefix)
    }
    source = release.source
    sources = {name.removeprefix("templates/"): data for name, data in source.items() if name.startswith("templates/")}
    assert packed == sources == tree(TEMPLATES)


def test_the_source_distribution_has_no_tests_and_nothing_of_this_machine(release):
    source = release.source
    assert {name.split("/")[0] for name in source} == {
        *("generator", "templates", "tools", "pyproject.toml", "PKG-INFO", ".gitignore"),
        *("README.md", "CHANGELOG.md", "LICENSE"),
    }
    assert sum(map(len, source.values())) < 4_000_000
    assert not [
        name for name, data in source.items() if str(Path.home()).encode() in data and len(str(Path.home())) > 5
    ]


def test_the_metadata_says_where_it_runs_and_has_the_addresses(release):
    metadata = release.metadata
    assert (str(metadata.version), str(metadata.requires_python)) == (VERSION, ">=3.11")
    assert {"Typing :: Typed", "Development Status :: 4 - Beta"} <= set(metadata.classifiers)
    assert {url.split("/team/")[0] for url in metadata.project_urls.values()} == {"https://git.example.com"}
    assert list(metadata.project_urls) == ["Repository", "Issues", "Changelog", "Documentation"]


def test_what_the_index_shows_has_no_relative_link(release):
    text = release.metadata.description
    links = re.findall(r"\]\(([^)\s]+)\)", text)
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    files = [link.split(f"/v{VERSION}/")[1] for link in links if link.startswith(ADDRESS)]
    assert files
    assert [file for file in files if not (ROOT / file.split("#")[0]).exists()] == []
    assert re.sub(rf"{ADDRESS}/(raw|blob)/v{VERSION}/", "", text) == (ROOT / "README.md").read_text()


def test_the_sbom_lists_what_is_installed_in_the_versions_that_were_tested(release):
    sbom = json.loads((release.folder / "sbom.cdx.json").read_text())
    described = sbom["metadata"]["component"]
    assert (sbom["bomFormat"], described["name"], described["version"]) == ("CycloneDX", "bgscript", VERSION)
    listed = {canonicalize_name(part["name"]): part["version"] for part in sbom["components"]}
    assert listed == {name: version for name, version in LOCKED.items() if name in listed}
    assert {canonicalize_name(Requirement(need).name) for need in PROJECT["dependencies"]} <= set(listed)
    assert set(listed) & {Requirement(need).name for need in PROJECT["optional-dependencies"]["test"]} == set()


def test_the_notes_are_the_topmost_section_of_the_changelog(release):
    assert (release.folder / "changes.md").read_text() == "- What changed.\n"


@pytest.mark.parametrize(
    ("tag", "heading"), [("v9.9.9", VERSION), (f"v{VERSION}", "9.9.9"), (f"v{VERSION}", f"{VERSION} (unreleased)")]
)
def test_a_tag_a_version_and_a_changelog_that_disagree_stop_it(tag, heading, clone, environment):
    (clone / "CHANGELOG.md").write_text(f"# Changelog\n\n## {heading}\n\n- New.\n")
    script = steps()[1].replace(" dist", " other")
    done = bash(script, clone, environment, BGSCRIPT_TAG=tag)
    assert done.returncode == 1
    assert (
        f"the tag is {tag}, the package's version {VERSION}, the changelog's topmost heading '{heading}'" in done.stderr
    )
