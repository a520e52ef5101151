"""What a killed run has left is told by its lock, and somebody's work since then is not touched."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from bgscript.change import recovery
from bgscript.change.project import open_project
from bgscript.system.errors import BgscriptError
from tests.support.commands import in_process, run
from tests.support.interrupted import CASES
from tests.support.killing import Killer, found, without_power
from tests.support.paths import BIN
from tests.support.sandbox import git, write


@pytest.fixture
def half(prepared):
    """A project whose update was killed when most of its files were in place; and how it was before."""
    killer, case, before, _ = prepared("update")
    operations = killer.operations(case.words)
    killer.restore()
    last = next(
        number for number, line in enumerate(operations, 1) if " os.rename " in line and "/after/project/run.sh" in line
    )
    killer.kill(case.words, last)
    assert (killer.folder / "repository/project/new/deep/b.txt").exists()
    return killer, before


def settle(killer: Killer):
    return killer.run(CASES["update"].settle)


@pytest.mark.exhaustive
def test_the_run_that_settles_may_be_killed_as_well(half):
    """At each operation: whoever comes next goes on from there."""
    killer, before = half
    words = CASES["update"].settle
    shutil.rmtree(killer.root / "kept")
    killer.keep()
    operations = killer.operations(words, code=3)
    assert len(operations) > 20
    for number, operation in enumerate(operations, 1):
        killer.restore()
        killer.kill(words, number)
        settle(killer)
        assert found(killer.folder) == before, operation


def test_an_edit_since_then_stays_and_is_named(half):
    killer, before = half
    project = killer.folder / "repository" / "project"
    write(project, {"a.txt": "my new work\n", "new/deep/b.txt": "mine, too\n"})
    err = settle(killer).err
    assert "as before again, except what was edited since: project/a.txt, project/new/deep/b.txt" in err, err
    now = found(killer.folder)
    assert now.files["repository/project/a.txt"][1] == b"my new work\n"
    assert now.files["repository/project/new/deep/b.txt"][1] == b"mine, too\n"
    others = {*before.files} - {"repository/project/a.txt"}
    assert {name: now.files[name] for name in others} == {name: before.files[name] for name in others}
    assert now.left == []


def test_where_somebody_has_committed_since_nothing_is_touched(half):
    killer, _ = half
    repository = killer.folder / "repository"
    (repository / ".git" / "index.lock").unlink()  # as git itself advises
    git("add", "--all", cwd=repository)
    git("commit", "--quiet", "--message", "I go on", cwd=repository)
    before = found(killer.folder)
    err = settle(killer).err
    assert "others have worked there since: nothing is put back" in err
    assert f"git -C {repository} diff " in err
    now = found(killer.folder)
    assert (now.files, now.left) == (before.files, [])


def test_where_somebody_has_thrown_the_half_change_away_it_is_settled(half):
    killer, before = half
    repository = killer.folder / "repository"
    (repository / ".git" / "index.lock").unlink()
    git("reset", "--quiet", "--hard", cwd=repository)
    git("clean", "-fdq", cwd=repository)
    assert "all files are as before again" in settle(killer).err
    assert found(killer.folder) == before


def test_another_git_that_works_there_is_waited_for(half):
    killer, before = half
    lock = killer.folder / "repository" / ".git" / "index.lock"
    lock.unlink()
    lock.write_text("another git's")
    half_way = found(killer.folder)
    done = settle(killer)
    assert (done.code, "another git is working in" in done.err, f"rm {lock}" in done.err) == (1, True, True)
    assert found(killer.folder) == half_way
    lock.unlink()
    settle(killer)
    assert found(killer.folder) == before


def test_a_project_that_was_moved_since_is_settled_where_it_is(half):
    killer, before = half
    shutil.move(killer.folder / "repository", killer.root / "elsewhere")
    shutil.copytree(killer.root / "elsewhere", killer.folder / "repository", symlinks=True)
    shutil.rmtree(killer.root / "elsewhere")
    assert "all files are as before again" in settle(killer).err
    assert found(killer.folder) == before


def test_check_says_that_a_change_is_half_done_and_changes_nothing(half):
    killer, _ = half
    write(killer.folder / "repository/project", {"manifest.yml": "app: {}\n"})
    before = found(killer.folder)
    done = killer.run(["check", "repository/project"])
    assert done.code in (1, 5)
    problem = "repository/project: a run of bgscript was killed while it changed this project; `bgscript update`"
    assert problem in done.err, done.err
    assert found(killer.folder) == before


@pytest.mark.parametrize("flags", [["--dry-run"], ["--branch=update"], ["--json"]])
def test_every_form_of_a_command_settles_first_and_says_so(flags, half):
    killer, before = half
    done = killer.run([*CASES["update"].words, *flags])
    said = json.loads(done.out)["warnings"] if "--json" in flags else [done.err]
    assert "all files are as before again" in "".join(said), done
    if flags == ["--dry-run"]:
        assert found(killer.folder) == before


def test_of_several_projects_the_one_that_was_killed_is_named(half):
    killer, _ = half
    done = killer.run(["update", "repository/project", "nowhere"])
    assert "warning: repository/project: a run of bgscript was killed while it changed" in done.err


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ({"path": "../../outside.txt", "before": "", "after": "x"}, "is not below the project's repository"),
        ({"path": "/etc/outside.txt", "before": "", "after": "x"}, "not below the project's repository"),
        ({"path": ".git/config", "before": "", "after": "x"}, "not below the project's repository"),
        ({"path": "a"}, "cannot be used"),
        (None, "cannot be used"),
    ],
)
def test_a_journal_that_no_run_has_written_is_refused(entry, text, box):
    shelter = box.repository / ".git" / ".bgscript.planted"
    shelter.mkdir(mode=0o700)
    data = {"kind": "change", "top": "../..", "head": "0" * 40, "folders": {}, "entries": [entry]}
    (shelter / "journal").write_text(json.dumps(data) if entry else "{")
    (shelter / "index").touch()
    done = box.bgscript()
    assert (done.code, text in done.err, f"rm -r {shelter}" in done.err) == (1, True, True), done.err
    assert "a bug in bgscript" not in done.err


def test_the_lock_of_a_living_run_is_respected(box):
    """Whatever its shelter has: what counts is that somebody holds the lock."""
    shelter = box.repository / ".git" / ".bgscript.alive"
    shelter.mkdir(mode=0o700)
    (box.repository / ".git" / "index.lock").write_text(f"bgscript {shelter.name}")
    lock = f"fcntl.flock(os.open({str(shelter)!r}, os.O_RDONLY), fcntl.LOCK_EX)"
    hold = f"import fcntl, os; {lock}; print('held', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", hold], stdin=-1, stdout=-1, text=True) as alive:
        alive.stdout.readline()
        done = box.bgscript()
        assert (done.code, "another run of bgscript is changing" in done.err) == (1, True), done.err
        assert shelter.exists()
        alive.kill()
    assert box.bgscript().code == 0
    assert not shelter.exists()
    assert not (box.repository / ".git" / "index.lock").exists()


def test_a_run_that_dies_between_two_looks_is_of_the_same_user(half, monkeypatch):
    """It held its lock when somebody looked for dead runs, and does not when git's lock is looked at."""
    killer, before = half
    monkeypatch.setattr(recovery, "settle", lambda folder, warnings: None)
    project = killer.folder / "repository" / "project"
    with in_process(killer.root), pytest.raises(BgscriptError) as raised:
        open_project(project)
    assert raised.value.message == f"another run of bgscript is changing {project}"
    assert settle(killer).err != ""
    assert found(killer.folder) == before


def test_an_interrupted_change_in_a_linked_work_tree_is_settled_there(half):
    killer, _ = half
    repository = killer.folder / "repository"
    settle(killer)
    git("worktree", "add", "--quiet", killer.root / "linked", cwd=repository)
    words = ["update", str(killer.root / "linked" / "project")]
    operations = killer.operations(words)
    git("reset", "--quiet", "--hard", cwd=killer.root / "linked")
    killer.kill(words, [number for number, line in enumerate(operations, 1) if "'--refresh'" in line][-1])
    done = run(BIN / "bgscript", *words, "--to=9.9", cwd=killer.root)
    assert "all files are as before again" in done.err
    assert git("status", "--porcelain", cwd=killer.root / "linked") == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to somebody else")
@pytest.mark.parametrize("is_powerful", [True, False])
def test_what_another_user_s_run_has_left_is_left_to_that_user(is_powerful, half):
    killer, _ = half
    shelter = next((killer.folder / "repository" / ".git").glob(".bgscript.*"))
    os.chown(shelter, 12345, 12345)
    half_way = found(killer.folder)
    settings = {} if is_powerful else {"preexec_fn": without_power}
    done = run(BIN / "bgscript", *CASES["update"].words, cwd=killer.folder, **settings)
    assert (done.code, "another user's run of bgscript is changing" in done.err) == (1, True), done.err
    assert f"as the owner of {shelter}" in done.err
    assert found(killer.folder) == half_way
