"""What cannot be written, or is somebody else's, is found before the first file changes; all of it is named at once."""

import os
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.commands import environment, run
from tests.support.killing import found, without_power
from tests.support.paths import BIN
from tests.support.sandbox import ANSWERS, Link, Sandbox, write
from tests.support.sandbox import git as run_git

IS_ROOT = os.geteuid() == 0
FILES = {"a.txt": "a\n", "old/deep/b.txt": "b\n", "kept/c.txt": "c\n", "kept/d.txt": "d\n"}
TOUCHED = ["", "old/deep", "kept"]
"""The project's folders whose files the change replaces, removes or makes."""


@pytest.fixture
def box(git, tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.release("v1.0.0", FILES)
    sandbox.release("v1.1.0", {"a.txt": "A\n", "kept/c.txt": "C\n", "kept/d.txt": "d\n", "kept/new/e.txt": "e\n"})
    sandbox.make(FILES)
    return sandbox


def update(box, *flags, **settings):
    """As an ordinary user: root may write everywhere."""
    return box.bgscript(*flags, preexec_fn=without_power, **settings)


@contextmanager
def closed(*folders: Path):
    for folder in folders:
        folder.chmod(0o555)
    try:
        yield
    finally:
        for folder in folders:
            folder.chmod(0o755)


def check_works(box):
    done = update(box)
    assert (done.code, done.err) == (0, "")
    assert (box.project / "kept" / "new" / "e.txt").read_text() == "e\n"
    assert not (box.project / "old").exists()
    assert found(box.repository).left == []


@pytest.mark.parametrize("name", TOUCHED)
def test_a_folder_that_cannot_be_written_is_named_and_nothing_changes(name, box):
    before = found(box.repository)
    with closed(box.project / name):
        done = update(box)
        assert (done.code, done.out) == (1, "")
        shown = f"project/{name}".rstrip("/")
        assert (
            done.err.splitlines()[0]
            == f"error: nothing was written, because this cannot be: {shown} (no permission to write)"
        )
        assert f"chmod u+rwx {box.project / name}" in done.err
    assert found(box.repository) == before
    check_works(box)


def test_all_folders_that_cannot_be_written_are_in_one_error(box):
    before = found(box.repository)
    with closed(*(box.project / name for name in TOUCHED)):
        done = update(box)
    named = (
        "project (no permission to write), project/kept (no permission to write), project/old/deep (no permission to"
    )
    assert (done.code, named in done.err, done.err.count("error: ")) == (1, True, 1), done.err
    assert found(box.repository) == before
    subprocess.run(["sh", "-c", done.err.partition("hint: ")[2]], check=True)
    check_works(box)


def test_a_folder_that_the_change_does_not_touch_may_be_closed(box):
    box.edit({"other/x.txt": "x\n"})
    with closed(box.project / "other"):
        check_works(box)


@pytest.mark.parametrize("name", ["a.txt", "old/deep/b.txt"])
def test_a_file_that_cannot_be_written_is_replaced_where_its_folder_can(name, box):
    (box.project / name).chmod(0o444)
    check_works(box)


@pytest.mark.skipif(not IS_ROOT, reason="only root can give files to somebody else")
def test_folders_of_somebody_else_s_are_named_with_the_command_that_helps(box):
    """As after a container that ran as root."""
    for name in ("kept", "old/deep"):
        os.chown(box.project / name, 12345, 12345)
    before = found(box.repository)
    done = update(box)
    assert (done.code, found(box.repository)) == (1, before)
    assert "project/kept (owned by user 12345), project/old/deep (owned by user 12345)" in done.err
    assert f'sudo chown -R "$(id -un)" {box.project}/kept {box.project}/old/deep' in done.err
    subprocess.run(["sh", "-c", done.err.partition("hint: sudo ")[2]], check=True)
    check_works(box)


@pytest.mark.skipif(not IS_ROOT, reason="only root can give files to somebody else")
def test_a_file_that_only_its_owner_may_replace_stops_the_change_which_is_undone(box):
    """A sticky folder. For root nothing is refused before, so the kernel refuses in the middle."""
    for path in (box.project / "kept", box.project / "kept" / "c.txt"):
        os.chown(path, 12345, 12345)
    (box.project / "kept").chmod(0o1777)
    before = found(box.repository)
    done = update(box)
    assert (done.code, "Operation not permitted" in done.err, found(box.repository)) == (1, True, before), done.err
    assert box.bgscript().code == 0


@pytest.mark.parametrize("name", ["objects", "objects/??", ""])
def test_a_repository_that_cannot_be_written_is_left_alone(name, box):
    for number in range(256 if "?" in name else 0):
        (box.repository / ".git" / "objects" / f"{number:02x}").mkdir(exist_ok=True)
    folders = list((box.repository).glob(f".git/{name}"))
    before = found(box.repository)
    with closed(*folders):
        done = update(box)
        assert (done.code, done.out, done.err.count("error: ")) == (1, "", 1)
        assert (
            f"{box.repository}/.git" in done.err
            or "error: nothing was written, because this cannot be: .git" in done.err
        )
        assert ".bgscript." not in done.err
        assert found(box.repository) == before
    check_works(box)


@pytest.mark.parametrize("name", ["refs/heads", "objects"])
def test_a_branch_that_cannot_be_written_is_left_alone(name, box):
    before = found(box.repository)
    with closed(box.repository / ".git" / name):
        done = update(box, "--branch=update")
        assert (done.code, done.out, done.err.count("error: ")) == (1, "", 1)
        assert found(box.repository) == before
    assert update(box, "--branch=update").code == 0


# --- Mounts ----------------------------------------------------------------------------------------------------------


@contextmanager
def mounted(*words: str | Path):
    """Something is mounted in the last of the words, or the test is skipped where that is not allowed."""
    if subprocess.run(["mount", *words], capture_output=True).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", words[-1]], check=True)


@pytest.fixture
def own_copy(box):
    """A folder with the same files as the project's ``kept``, to be mounted over it."""
    return Path(shutil.copytree(box.project / "kept", box.root / "copy"))


def test_a_folder_on_a_read_only_file_system_is_named(box, own_copy):
    kept = box.project / "kept"
    with mounted("--bind", own_copy, kept):
        subprocess.run(["mount", "-o", "remount,bind,ro", kept], check=True)
        before = found(box.repository)
        done = box.bgscript()
        assert (done.code, "project/kept (on a read-only file system)" in done.err) == (1, True), done.err
        assert found(box.repository) == before
    check_works(box)


def test_a_file_that_is_mounted_is_named(box, own_copy):
    """As one file of a container can be: it can be written, and not replaced."""
    with mounted("--bind", own_copy / "c.txt", box.project / "kept" / "c.txt"):
        before = found(box.repository)
        done = box.bgscript()
        assert (done.code, "project/kept/c.txt (mounted)" in done.err) == (1, True), done.err
        assert found(box.repository) == before
    check_works(box)


def test_a_folder_on_another_file_system_is_changed_and_undone_like_the_others(box, own_copy):
    kept = box.project / "kept"
    with mounted("-t", "tmpfs", "tmpfs", kept):
        shutil.copytree(own_copy, kept, dirs_exist_ok=True)
        before = found(box.repository)
        done = box.bgscript(env={"PATH": failing(box, "update-index -q --refresh")})
        assert (done.code, "no luck" in done.err) == (1, True), done.err
        assert found(box.repository) == before
        check_works(box)


def failing(box, step: str, before: str = "") -> str:
    """A PATH with a git that fails at a step, after it has done what a shell command says."""
    shim = box.root / "shim"
    shim.mkdir()
    fail = f'case "$*" in *"{step}"*) {before} echo "fatal: no luck" >&2; exit 128;; esac'
    (shim / "git").write_text(f'#!/bin/sh\n{fail}\nexec "{shutil.which("git")}" "$@"\n')
    (shim / "git").chmod(0o755)
    return f"{shim}{os.pathsep}{environment(box.root)['PATH']}"


# --- What cannot be put back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["by the command", "by the next run"])
def test_what_cannot_be_put_back_is_kept_and_the_rest_is_put_back(way, box):
    """Folders are closed when their files are in place already, and then git fails."""
    before = found(box.repository)
    closed_later = [box.project / "kept", box.project / "old" / "deep"]
    paths = " ".join(map(str, closed_later))
    done = update(box, env={"PATH": failing(box, "update-index -q --refresh", f"chmod 555 {paths};")})
    error, hint = done.err.splitlines()
    assert (done.code, error.startswith("error: not put back as before: ")) == (1, True)
    for path in ("project/kept/c.txt", "project/old/deep/b.txt"):
        assert f"{path} (Permission denied)" in error
    assert (box.project / "a.txt").read_text() == "a\n", "the others are put back"
    assert (box.project / ANSWERS).read_bytes() == before.files[f"project/{ANSWERS}"][1]
    for folder in closed_later:
        folder.chmod(0o755)
    if way == "by the command":
        subprocess.run(["sh", "-c", hint.partition("; or: ")[2]], check=True)
        again = found(box.repository)
        assert {name: content for name, (_, content) in again.files.items()} == {
            name: content for name, (_, content) in before.files.items()
        }
    done = run(BIN / "bgscript", "update", box.project, "--to=9.9", cwd=box.root)
    assert "as before again" in done.err
    assert found(box.repository) == before
    check_works(box)


# --- Other programs --------------------------------------------------------------------------------------------------


def meanwhile(box, command: str) -> dict[str, str]:
    """An environment in which another program does something while bgscript merges."""
    shim = box.root / "shim"
    shim.mkdir()
    real = shutil.which("git")
    own = f'PATH="{environment(box.root)["PATH"]}"'
    text = f'#!/bin/sh\ncase "$*" in *merge-tree*) ({own}; {command}) >/dev/null;; esac\nexec "{real}" "$@"\n'
    (shim / "git").write_text(text)
    (shim / "git").chmod(0o755)
    return {"PATH": f"{shim}{os.pathsep}{environment(box.root)['PATH']}"}


def test_of_two_runs_at_once_the_second_says_that_the_first_has_changed_the_project(box):
    done = box.bgscript(env=meanwhile(box, f"bgscript update {box.project}"))
    after = found(box.repository)
    assert (done.code, done.out) == (1, "")
    problem = f"error: another program has changed {box.project} while this run was working: project/{ANSWERS}, "
    assert (done.err.startswith(problem), "move it away" in done.err) == (True, False), done.err
    assert "look at `git status`" in done.err
    run_git("reset", "--hard", "--quiet", cwd=box.repository)
    assert box.bgscript().code == 0
    assert found(box.repository) == after


def test_a_commit_meanwhile_is_not_lost(box):
    command = f"cd {box.repository} && echo x > x.txt && git add x.txt && git commit --quiet --message x"
    done = box.bgscript(env=meanwhile(box, command))
    assert (done.code, "another program has committed in" in done.err, "run this again" in done.err) == (1, True, True)
    assert run_git("status", "--porcelain", cwd=box.repository) == ""
    check_works(box)


def test_a_file_behind_a_link_is_not_taken_for_one_that_is_not_tracked(box):
    shutil.move(box.project / "kept", box.root / "elsewhere")
    write(box.project, {"kept": Link(str(box.root / "elsewhere"))})
    run_git("add", "--all", cwd=box.repository)
    run_git("commit", "--quiet", "--message", "linked", cwd=box.repository)
    before = found(box.repository)
    done = box.bgscript()
    assert (done.code, "below project/kept, which is a symbolic link" in done.err) == (1, True), done.err
    assert "not tracked" not in done.err
    assert found(box.repository) == before
    assert (box.root / "elsewhere" / "c.txt").read_text() == "c\n"


@pytest.mark.parametrize("is_tracked", [False, True])
def test_the_lock_file_that_npm_wrote_does_not_stand_in_the_way(is_tracked, box):
    if is_tracked:
        box.edit({"package-lock.json": "{}\n"})
    (box.project / "package-lock.json").write_text('{"changed": true}\n')
    done = update(box)
    assert done.code == 0, done.err
    says = "warning: project/package-lock.json is not committed; the change leaves it as it is; commit it, too\n"
    assert done.err == says
    assert (box.project / "package-lock.json").read_text() == '{"changed": true}\n'
    state = run_git("status", "--porcelain", "project/package-lock.json", cwd=box.repository)
    assert state == ("M project/package-lock.json" if is_tracked else "?? project/package-lock.json")


def test_a_lock_file_that_the_change_would_replace_is_not_overwritten(box):
    box.release("v1.2.0", {"a.txt": "A\n", "package-lock.json": "{}\n"})
    (box.project / "package-lock.json").write_text("mine\n")
    before = found(box.repository)
    done = update(box)
    assert (done.code, "package-lock.json" in done.err) == (1, True)
    assert found(box.repository) == before
