"""A change reaches the work tree and the index whole, or not at all."""

import os
import resource
import shutil
import signal

import pytest

from tests.support.commands import NO_BYTECODE, environment
from tests.support.sandbox import CLASH, THEIRS, everything, git, state
from tests.support.stopping import Stopper


def test_somebody_else_s_lock_is_refused_and_stays(box):
    lock = box.repository / ".git" / "index.lock"
    lock.write_text("somebody else's")
    done = box.bgscript()
    assert (done.code, "another git is working in" in done.err, f"rm {lock}" in done.err) == (1, True, True)
    assert lock.read_text() == "somebody else's"
    assert git("status", "--porcelain", cwd=box.repository) == ""


def test_a_lock_that_appears_during_the_update_stays_and_so_does_the_index(box):
    """A git that starts while bgscript merges: neither its lock nor its index is touched."""
    shim = box.root / "shim"
    shim.mkdir()
    lock = box.repository / ".git" / "index.lock"
    real = shutil.which("git")
    (shim / "git").write_text(f'#!/bin/sh\ncase "$*" in *merge-tree*) echo other > {lock};; esac\nexec "{real}" "$@"\n')
    (shim / "git").chmod(0o755)
    done = box.bgscript(env={"PATH": f"{shim}:{environment(box.root)['PATH']}"})
    assert (done.code, "another git is working in" in done.err) == (1, True), done.err
    assert lock.read_text() == "other\n"
    assert (box.project / "a.txt").read_text() == "a\n"
    lock.unlink()
    assert git("status", "--porcelain", cwd=box.repository) == ""


def test_the_lock_of_a_killed_run_is_no_obstacle(box):
    (box.repository / ".git" / "index.lock").write_text("bgscript .bgscript.gone")
    assert box.bgscript().code == 0
    assert not (box.repository / ".git" / "index.lock").exists()


@pytest.mark.parametrize(
    ("script", "code", "error"),
    [
        (None, 1, "git is not installed"),
        ("echo git version 2.34.1", 1, "update needs git 2.38 or newer (found 2.34)"),
    ],
)
def test_without_a_usable_git_it_says_so(script, code, error, sandbox):
    shim = sandbox.root / "shim"
    shim.mkdir()
    if script:
        (shim / "git").write_text(f"#!/bin/sh\n{script}\n")
        (shim / "git").chmod(0o755)
    done = sandbox.bgscript(env={"PATH": str(shim)})
    assert (done.code, done.err.splitlines()[0]) == (code, f"error: {error}")


def test_a_disk_that_fills_up_leaves_everything_as_it_was(sandbox):
    sandbox.release("v1.2.0", {"a.txt": THEIRS, "b.bin": os.urandom(50_000), "z.bin": os.urandom(400_000)})
    before = everything(sandbox)

    def small_files_only():
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = sandbox.bgscript(preexec_fn=small_files_only, env=NO_BYTECODE)
    assert (done.code, done.out, done.err.count("error: ")) == (1, "", 1)
    assert everything(sandbox) == before


@pytest.mark.parametrize("step", ["read-tree -m -u", "update-index -z --index-info"])
def test_a_git_that_fails_half_way_is_undone(step, sandbox):
    """A git that does its work and then fails, in the two steps that change the project."""
    sandbox.edit({"a.txt": CLASH})
    shim = sandbox.root / "shim"
    shim.mkdir()
    real = shutil.which("git")
    fail = f'case "$*" in *"{step}"*) echo "fatal: no luck" >&2; exit 128;; esac'
    (shim / "git").write_text(f'#!/bin/sh\n"{real}" "$@"; code=$?\n{fail}\nexit $code\n')
    (shim / "git").chmod(0o755)
    before, files = state(sandbox.project), everything(sandbox)
    done = sandbox.bgscript(env={"PATH": f"{shim}:{environment(sandbox.root)['PATH']}"})
    assert (done.code, "no luck" in done.err) == (1, True)
    assert (state(sandbox.project), everything(sandbox)["status"]) == (before, files["status"])


@pytest.mark.exhaustive
def test_stopped_at_any_moment_it_is_done_or_undone(sandbox):
    sandbox.edit({"a.txt": CLASH, "new/mine.txt": "mine\n"})
    before, stopper = state(sandbox.project), Stopper(sandbox.root / "stopper")
    words = ("update", sandbox.project)
    for run_it, moments in ((stopper.run, 30), (stopper.run_to_git, 50)):
        git("reset", "--quiet", "--hard", cwd=sandbox.repository)
        assert run_it(*words, cwd=sandbox.root).code == 4
        after, count = state(sandbox.project), stopper.count
        ends = []
        for at in [*range(1, count, -(-count // moments)), count]:
            git("reset", "--quiet", "--hard", cwd=sandbox.repository)
            number = (signal.SIGINT, signal.SIGTERM)[at % 2]
            done = run_it(*words, cwd=sandbox.root, at=at, number=number)
            ends.append(done.code)
            assert (done.code, state(sandbox.project)) in [(4, after), (130, before)], (at, done)
            assert done.err == ("" if done.code == 4 else "error: stopped; nothing was written\n"), at
            assert not list((sandbox.repository / ".git").glob(".bgscript*"))
            assert not (sandbox.repository / ".git" / "index.lock").exists()
            assert done.code == 4 or git("status", "--porcelain", cwd=sandbox.repository) == ""
        assert (ends[0], {*ends}) == (130, {4, 130}), ends


def test_a_copied_project_is_updated(sandbox):
    """Its files have other times and numbers than its index remembers."""
    copy = sandbox.root / "copy"
    shutil.copytree(sandbox.repository, copy, symlinks=True, copy_function=shutil.copy)
    sandbox.repository = copy
    done = sandbox.bgscript()
    assert (done.code, done.err) == (0, "")


def test_a_linked_work_tree_is_updated(sandbox):
    elsewhere = sandbox.root / "linked"
    git("worktree", "add", "--quiet", elsewhere, cwd=sandbox.repository)
    sandbox.repository = elsewhere
    assert sandbox.bgscript().code == 0
    assert (sandbox.project / "new" / "b.txt").exists()
