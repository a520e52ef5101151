"""Projects that people have edited in any way, updated: what was theirs is there, or in a conflict with both sides."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from packaging.version import parse

from bgscript.template.templates import locked
from tests.support.commands import in_process, run, run_bgscript
from tests.support.node import check
from tests.support.paths import BIN, TARGETS
from tests.support.projects import install
from tests.support.sandbox import ANSWERS, changed, commit, git, lost, state

pytestmark = pytest.mark.usefixtures("rendered_once", "git")

ADDED = {"jira-global": "0.3.0"}  # homes that earlier releases do not have

MADE = [
    (entry.version, target)
    for entry in locked()
    for target in TARGETS
    if parse(entry.version) >= parse(ADDED.get(target, "0"))
]

CHANGES = [{}, {"license": "MIT"}, {"ci": "none"}, {"target": "confluence"}, {"target": "connect"}]

NAMES = ["mine.ts", "src/view/mine.tsx", "src/mine/deep/é.ts", "with space.md", "src/background/helpers.ts", "LICENSE"]


def edit(project: Path, number: int, kind: str, where: float, name: str) -> None:
    """One thing that somebody does to a project; each leaves a text of its own, so that it can be found again."""
    files = sorted(path for path in project.rglob("*") if path.is_file() and not {".git"} & {*path.parts})
    files = [file for file in files if file.name != ANSWERS]
    file = files[int(where * len(files))]
    mark = f"// mine {number}"
    if kind == "new":
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(f"{mark}\n")
    elif kind == "delete":
        file.unlink()
    elif kind == "move":
        (project / "moved").mkdir(exist_ok=True)
        file.rename(project / "moved" / f"{number}{file.name}")
    elif kind == "binary":
        file.write_bytes(b"\0" + mark.encode())
    elif kind == "executable":
        file.chmod(0o755)
    elif b"\0" not in file.read_bytes():
        lines = file.read_bytes().split(b"\n")
        at = int(where * 7919) % len(lines)
        lines[at : at + (kind == "replace")] = [mark.encode()]
        file.write_bytes(b"\n".join(lines))


KINDS = ["insert", "insert", "insert", "replace", "replace", "new", "delete", "move", "binary", "executable"]

EDITS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.floats(0, 1, exclude_max=True), st.sampled_from(NAMES)), min_size=1, max_size=8
)


@pytest.fixture(scope="module")
def projects(tmp_path_factory) -> Mapping[tuple[str, str], Path]:
    """A committed project of every release in every home that it has, made when it is asked for."""
    root = tmp_path_factory.mktemp("projects")

    class Made(dict[tuple[str, str], Path]):
        def __missing__(self, key: tuple[str, str]) -> Path:
            version, target = key
            flags = (f"--template-version={version}", f"--target={target}")
            assert run_bgscript("new", f"{target}-{version}", "--yes", *flags, cwd=root).code == 0
            self[key] = root / f"{target}-{version}"
            return self[key]

    return Made()


def examples(count: int):
    """Run a test with so many random projects, edits and changes; the same ones each time."""
    how = settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],  # to make a failing example smaller takes longer than to read it
        suppress_health_check=list(HealthCheck),
    )
    values = given(made=st.sampled_from(MADE), edits=EDITS, change=st.sampled_from(CHANGES))
    return lambda test: how(values(test))


@examples(2)
def test_what_was_the_user_s_is_there_or_in_a_conflict(made, edits, change, projects):
    update_loses_nothing(projects[made], edits, change)


@pytest.mark.exhaustive
@examples(200)
def test_what_was_the_user_s_is_there_or_in_a_conflict_whatever_it_was(made, edits, change, projects):
    update_loses_nothing(projects[made], edits, change)


def update_loses_nothing(made: Path, edits, change) -> None:
    with tempfile.TemporaryDirectory() as folder, in_process(Path(folder)):
        project = shutil.copytree(made, Path(folder) / "project", symlinks=True)
        rendered = state(project).files
        for number, (kind, where, name) in enumerate(edits):
            edit(project, number, kind, where, name)
        commit(project, "mine")
        before = state(project)
        done = changed(project, change)
        after = state(project)
        assert lost(before, rendered, after) == []
        assert not done.merge or set(done.merge.conflicts) == unmerged(project)
        git("add", "--update", ".", cwd=project)
        git("restore", "--source=HEAD", "--staged", "--worktree", "--", ".", cwd=project)
        assert state(project) == before


def unmerged(project: Path) -> set[str]:
    listed = subprocess.check_output(["git", "ls-files", "--unmerged", "-z"], cwd=project).split(b"\0")
    return {os.fsdecode(entry.split(b"\t", 1)[1]) for entry in listed if entry}


@pytest.mark.exhaustive
def test_updated_projects_build_and_their_tests_pass(projects, platform, tmp_path):
    """With edits of the kind that everybody makes, from the oldest release to the newest."""
    oldest = {target: projects[version, target] for version, target in MADE if version == locked()[0].version}
    updated = {target: tmp_path / target for target in oldest}
    for target, project in updated.items():
        shutil.copytree(oldest[target], project, symlinks=True)
        replace(project / "src" / "view" / "View.tsx", "Nothing to show yet.", "Nothing here, ask the team.")
        replace(project / "package.json", '"dependencies": {', '"dependencies": {\n    "aaa": "npm:yaml@2.9.1",')
        commit(project, "mine")
        done = run(BIN / "bgscript", "update", project, "--set=license=MIT", cwd=tmp_path)
        assert done.code == 0, done.out
        assert "Nothing here" in (project / "src" / "view" / "View.tsx").read_text()
        install(project)
    found = check(updated, ["typecheck", "lint", "build", "test", "validate"])
    assert {target: [line for lines in tools.values() for line in lines] for target, tools in found.items()} == {
        target: [] for target in updated
    }


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
