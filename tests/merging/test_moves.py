"""Every move of a Forge project from one home and flavour to another, with an owner's edits in its manifest.

`pytest --all tests/merging/test_moves.py -s` prints how many of the manifests are merged, by meaning and by git's
lines.
"""

import itertools
import shutil
import subprocess
from pathlib import Path

import pytest

from bgscript.merging import manifest_merge
from tests.support.moving import edited
from tests.support.node import validate
from tests.support.paths import TARGETS
from tests.support.projects import pretend_to_build, render
from tests.support.sandbox import changed, commit, git

pytestmark = pytest.mark.usefixtures("rendered_once", "git")

HOMES = [target for target in TARGETS if target != "connect"]
SHAPES = list(itertools.product(HOMES, ("custom-ui", "ui-kit")))
MOVES = list(itertools.permutations(SHAPES, 2))


@pytest.fixture(scope="module")
def projects(tmp_path_factory) -> dict[tuple[str, str], Path]:
    """A project of each home and flavour."""
    root = tmp_path_factory.mktemp("shapes")
    return {(target, ui): render({"target": target, "ui": ui}, root / target / ui / "app") for target, ui in SHAPES}


@pytest.mark.exhaustive
def test_every_move_keeps_the_owner_s_edits_and_the_way_back_is_byte_equal(projects, platform, tmp_path):
    manifests = {shape: (folder / "manifest.yml").read_text() for shape, folder in projects.items()}
    moved = {}
    for number, (old, new) in enumerate(MOVES):
        base, ours, theirs = (text.encode() for text in (manifests[old], edited(manifests[old]), manifests[new]))
        merged = manifest_merge.merge(base, ours, theirs)
        assert merged.decode() == edited(manifests[new]), (old, new)
        assert manifest_merge.merge(theirs, merged, base) == ours, (old, new)
        folder = shutil.copytree(projects[new], tmp_path / str(number))
        (folder / "manifest.yml").write_bytes(merged)
        (folder / "src" / "mine.ts").write_text("export const run = () => {};\n")
        if new[1] == "custom-ui":
            pretend_to_build(folder)
        moved[old, new] = str(folder)
    findings = validate(moved.values())
    assert {move: findings[folder] for move, folder in moved.items() if findings[folder]} == {}
    by_lines = sum(conflicts_by_lines(manifests[old], manifests[new], tmp_path) for old, new in MOVES)
    print(f"\n{len(MOVES)} moves: in conflict by meaning 0, by git's lines {by_lines}")


def conflicts_by_lines(base: str, theirs: str, folder: Path) -> bool:
    sides = {"ours": edited(base), "base": base, "theirs": theirs}
    for name, text in sides.items():
        (folder / name).write_text(text)
    return subprocess.run(["git", "merge-file", "-p", *sides], cwd=folder, capture_output=True).returncode != 0


@pytest.mark.exhaustive
def test_a_round_trip_through_every_home_and_flavour_by_the_command_itself(tmp_path):
    project = render({"target": SHAPES[0][0], "ui": SHAPES[0][1]}, tmp_path / "app")
    git("init", "--quiet", cwd=project)
    commit(project, "made")
    manifest = project / "manifest.yml"
    manifest.write_text(edited(manifest.read_text()))
    commit(project, "mine")
    before = manifest.read_bytes()
    for target, ui in [*SHAPES[1:], SHAPES[0]]:
        done = changed(project, {"target": target, "ui": ui})
        assert done.merge
        assert done.merge.conflicts == []
        commit(project, target)
    assert manifest.read_bytes() == before
