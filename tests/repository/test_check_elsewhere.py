"""`bgscript check` in people's tools: the pre-commit hook and the GitHub Action, run as those tools run them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from tests.support.commands import Done
from tests.support.paths import HANGS, ROOT

pytestmark = pytest.mark.exhaustive  # installs packages


@pytest.fixture
def repository(bgscript, git, tmp_path) -> Path:
    """A repository of somebody's with an app in it, which nothing but a warning is wrong with."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "notes.md").write_text("Nothing of an app.\n")
    assert bgscript("new", "repository/app", "--yes", "--no-git").code == 0
    run("git", "init", "--quiet", cwd=folder)
    run("git", "add", ".", cwd=folder)
    return folder


def misspell(repository: Path) -> None:
    """Make one error, BG209: a reference to a resource that does not exist."""
    manifest = repository / "app" / "manifest.yml"
    manifest.write_text(manifest.read_text().replace("resource: view", "resource: vieuw", 1))
    run("git", "add", ".", cwd=repository)


def run(*arguments: str | Path, cwd: Path, **variables: str) -> Done:
    """Run a program with this environment's programs first and the user's settings for package registries."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(argument) for argument in arguments],
        cwd=cwd,
        env={**os.environ, "PATH": path, **variables},
        capture_output=True,
        text=True,
        timeout=HANGS,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_the_hook_installs_itself_and_stops_a_commit_with_an_error(repository, tmp_path):
    hook = ["pre-commit", "try-repo", snapshot(tmp_path / "hooks"), "bgscript-check", "--verbose"]
    home = {"PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}
    passed = run(*hook, "--all-files", cwd=repository, **home)
    assert (passed.code, "warning BG501" in passed.out) == (0, True), passed.out
    assert "(no files to check)Skipped" in run(*hook, "--files", "notes.md", cwd=repository, **home).out

    misspell(repository)
    failed = run(*hook, "--all-files", cwd=repository, **home)
    assert failed.code == 1
    assert "bgscript check...........................................................Failed" in failed.out
    assert ("exit code: 5" in failed.out, "error BG209" in failed.out) == (True, True)


def snapshot(folder: Path) -> Path:
    """This repository as its next commit could be, since pre-commit clones what it uses."""
    names = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in run("git", *names, cwd=ROOT).out.split("\0"):
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((ROOT / name).read_bytes())
    run("git", "init", "--quiet", cwd=folder)
    run("git", "add", ".", cwd=folder)
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"]
    assert run("git", *identity, "commit", "--quiet", "--message", "All", cwd=folder).code == 0
    return folder


@pytest.fixture(scope="module")
def runner(tmp_path_factory) -> Path:
    """The folder RUNNER_TEMP of a job in which the action's first steps have run."""
    folder = tmp_path_factory.mktemp("runner")
    install = next(step for step in action() if step["name"] == "Install bgscript")
    done = bash(install["run"], folder, folder, PYTHON=sys.executable)
    assert done.code == 0, done.err
    return folder


def action() -> list[dict[str, Any]]:
    """The action's steps that are commands."""
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    return [step for step in steps if "run" in step]


def bash(script: str, folder: Path, runner: Path, **variables: str) -> Done:
    """Run a step as GitHub does."""
    github = {"RUNNER_TEMP": str(runner), "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_OUTPUT": str(runner / "output")}
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return run(*words, cwd=folder, **github, **variables)


@pytest.mark.parametrize(
    ("is_wrong", "paths", "strict", "code", "found"),
    [
        (True, ".", "false", 5, {"BG209", "BG227", "BG501"}),
        (True, "app\n\nnotes.md\n", "false", 5, {"BG209", "BG227", "BG501"}),
        (False, ".", "false", 0, {"BG501"}),
        (False, ".", "true", 5, {"BG501"}),
        (False, "missing", "false", 2, None),
    ],
)
def test_the_action_writes_sarif_and_fails_if_there_are_errors(
    is_wrong, paths, strict, code, found, repository, runner
):
    if is_wrong:
        misspell(repository)
    for left in ("output", "bgscript.sarif"):
        (runner / left).unlink(missing_ok=True)
    _, check, fail = action()
    done = bash(check["run"], repository, runner, PATHS=paths, STRICT=strict)
    assert done.code == 0, done.err
    output = dict(line.split("=", 1) for line in (runner / "output").read_text().splitlines())
    assert bash(fail["run"], repository, runner, CODE=output["code"]).code == code
    if found is None:
        assert "sarif" not in output
    else:
        document = json.loads(Path(output["sarif"]).read_text())
        Sarif.model_validate(document)
        results = document["runs"][0]["results"]
        places = [place["physicalLocation"]["artifactLocation"]["uri"] for it in results for place in it["locations"]]
        assert ({it["ruleId"] for it in results}, set(places)) == (found, {"app/manifest.yml"})


def test_the_action_passes_each_input_to_the_command_by_its_environment():
    manifest = yaml.safe_load((ROOT / "action.yml").read_text())
    check = next(step for step in action() if step["name"] == "Check")
    assert check["env"] == {"PATHS": "${{ inputs.paths }}", "STRICT": "${{ inputs.strict }}"}
    assert set(manifest["inputs"]) == {"paths", "strict", "upload"}
    upload = manifest["runs"]["steps"][3]
    assert upload["if"] == "inputs.upload == 'true' && steps.check.outputs.sarif != ''"
    assert upload["with"]["sarif_file"] == "${{ steps.check.outputs.sarif }}"
    assert manifest["runs"]["steps"][4]["env"] == {"CODE": "${{ steps.check.outputs.code }}"}
