"""A folder that a killed ``new`` was filling: it is empty again, unless somebody has worked in it."""

import shutil

import pytest

from tests.support.interrupted import CASES, prepare
from tests.support.killing import Killer, found
from tests.support.sandbox import write


@pytest.fixture
def half(git, tmp_path):
    """A folder in which half of the project is; and how it was before."""
    killer = Killer(tmp_path)
    case, before, _ = prepare("new, in a folder", killer)
    operations = killer.operations(case.words)
    killer.restore()
    into = str(killer.folder / "there") + "/"
    moved = [number for number, line in enumerate(operations, 1) if is_move(line, into)]
    killer.kill(case.words, moved[len(moved) // 2])
    assert 3 < len([*(killer.folder / "there").iterdir()]) < len(moved)
    return killer, before


def is_move(line: str, into: str) -> bool:
    return line.split()[1] in ("os.rename", "os.link") and into in line


def next_run(killer: Killer) -> str:
    return killer.run(CASES["new"].settle).err


def test_the_next_run_empties_it_and_says_so(half):
    killer, before = half
    assert next_run(killer) == (
        f"warning: a run of bgscript was killed while it filled {killer.folder}/there: "
        "what it had put there was removed\n"
    )
    assert (found(killer.folder).files, found(killer.folder).folders) == (before.files, before.folders)
    assert next_run(killer) == ""


@pytest.mark.parametrize("name", ["README.md", "mine.txt", "src/mine.txt"])
def test_where_somebody_has_worked_nothing_is_removed(name, half):
    killer, _ = half
    write(killer.folder / "there", {name: "mine\n"})
    there = found(killer.folder / "there")
    assert f"there, which has {name} besides: nothing was removed" in next_run(killer)
    assert found(killer.folder / "there") == there
    assert next_run(killer) == "", "said once"


def test_a_project_that_was_whole_stays(git, tmp_path):
    """Killed after its last file was in place: it may have been worked in for days when the next run comes."""
    killer = Killer(tmp_path)
    case, _, after = prepare("new, in a folder", killer)
    operations = killer.operations(case.words)
    killer.restore()
    killer.kill(
        case.words, next(n for n, line in enumerate(operations, 1) if "os.remove" in line and "/journal'" in line)
    )
    assert "there: the project is whole" in next_run(killer)
    assert found(killer.folder).files.keys() == after.files.keys()


def test_a_folder_that_is_gone_since_is_no_obstacle(half):
    killer, _ = half
    shutil.rmtree(killer.folder / "there")
    assert "a bug" not in next_run(killer)
    assert killer.run(["new", "there", "--yes"]).code == 0


def test_a_project_is_added_to_its_repository_by_the_next_run_if_the_first_was_killed_before(git, tmp_path):
    killer = Killer(tmp_path)
    case, _, after = prepare("new, in a repository", killer)
    calls = killer.git_calls(case.words)
    killer.restore()
    killer.kill_at_git(case.words, next(n for n, call in enumerate(calls, 1) if " add " in call), "before")
    assert "there: the project is whole, and added to its repository" in next_run(killer)
    now = found(killer.folder)
    assert (now.files, now.git["there status --porcelain"], now.left) == (after.files, "", [])
    assert now.git["there rev-parse HEAD"] != ""
