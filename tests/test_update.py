"""`bgscript update` as its user meets it: what it says, what it refuses, what it leaves, how it ends."""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import time

import pytest
from conftest import BIN, environment
from test_bad_input import wait_until_listening
from updating import ANSWERS, Sandbox, git, state, write

TEXT = "".join(f"line {number}\n" for number in range(1, 13))
MINE, THEIRS = TEXT.replace("line 10\n", "mine\n"), TEXT.replace("line 2\n", "template's\n")
CLASH = TEXT.replace("line 2\n", "mine\n")


@pytest.fixture
def sandbox(tmp_path):
    """A project with an edit, and a newer release with another one, a new file and a reason."""
    box = Sandbox(tmp_path)
    box.release("v1.0.0", {"a.txt": TEXT})
    box.release("v1.1.0", {"a.txt": THEIRS, "new/b.txt": "b\n"}, notes="- Line 2 is better.")
    box.make({"a.txt": TEXT})
    box.edit({"a.txt": MINE})
    return box


def everything(sandbox):
    """All that an update that did not happen must leave alone: files, times, index, objects."""
    return {
        str(path): (path.lstat().st_mtime_ns, path.read_bytes())
        for path in sandbox.repository.rglob("*")
        if path.is_file() and path.name != "index" and "objects" not in path.parts
    } | {"status": git("status", "--porcelain", cwd=sandbox.repository)}


def test_tells_what_changed_and_why_and_what_comes_next(sandbox):
    done = sandbox.bgscript()
    project = sandbox.project
    assert (done.code, done.err) == (0, "")
    assert (
        done.out
        == f"""\
Brought {project} from template 1.0.0 to 1.1.0: 3 files.

  update  {ANSWERS}
  update  a.txt
  create  new/b.txt

What is new:

1.1.0

- Line 2 is better.

Next:
  cd {project}
  git diff --staged
  npm run check
  git commit --message 'Template 1.1.0'

To undo:
  git -C {project} restore --source=HEAD --staged --worktree -- .
"""
    )


def test_the_second_time_there_is_nothing_to_do(sandbox):
    sandbox.bgscript()
    git("commit", "--quiet", "--all", "--message", "Template 1.1.0", cwd=sandbox.repository)
    before = everything(sandbox)
    done = sandbox.bgscript()
    assert (done.code, done.out) == (0, f"{sandbox.project} is current: template 1.1.0.\n")
    assert everything(sandbox) == before


def test_json_is_one_object_that_says_the_same(sandbox):
    result = json.loads(sandbox.bgscript("--json").out)
    assert result["template"] == {"version": "1.1.0", "source": str(sandbox.template), "from": "1.0.0"}
    assert {file["path"]: file["action"] for file in result["files"]} == {
        ANSWERS: "update",
        "a.txt": "update",
        "new/b.txt": "create",
    }
    assert result["changes"] == [{"version": "1.1.0", "text": "- Line 2 is better."}]
    assert (result["conflicts"], result["replay"]) == ([], f"bgscript update {sandbox.project} --to=1.1.0")


def test_a_dry_run_shows_the_whole_change_and_touches_nothing(sandbox):
    before = everything(sandbox)
    objects = sorted((sandbox.repository / ".git" / "objects").rglob("*"))
    done = sandbox.bgscript("--dry-run")
    assert (done.code, everything(sandbox)) == (0, before)
    assert sorted((sandbox.repository / ".git" / "objects").rglob("*")) == objects
    patch = done.out.partition("\nWould bring")[0]
    sandbox.bgscript()
    updated = state(sandbox.project)
    git("reset", "--quiet", "--hard", cwd=sandbox.repository)
    (sandbox.root / "patch").write_text(patch)
    git("apply", "--directory=project", sandbox.root / "patch", cwd=sandbox.repository)
    assert state(sandbox.project) == updated


def test_what_is_printed_takes_it_back(sandbox):
    sandbox.release("v1.2.0", {"b.txt": THEIRS, "new/b.txt": "b\n"})
    sandbox.edit({"a.txt": CLASH, "new/b.txt": "mine\n"})
    before = state(sandbox.project)
    done = sandbox.bgscript()
    assert done.code == 4
    for command in done.out.splitlines()[-1].split(" && "):
        git(*command.split()[1:], cwd=sandbox.root)
    assert state(sandbox.project) == before
    assert git("status", "--porcelain", cwd=sandbox.repository) == ""


@pytest.mark.parametrize(
    ("side", "expected"), [("--ours", CLASH), ("--theirs", THEIRS)], ids=["keep mine", "take the template's"]
)
def test_conflicts_are_ordinary_git_conflicts(side, expected, sandbox):
    sandbox.edit({"a.txt": CLASH})
    done = sandbox.bgscript()
    assert done.code == 4
    assert "CONFLICT (content): Merge conflict in project/a.txt" in done.out
    assert git("status", "--porcelain", "project/a.txt", cwd=sandbox.repository) == "UU project/a.txt"
    git("checkout", side, "a.txt", cwd=sandbox.project)
    assert (sandbox.project / "a.txt").read_text() == expected
    git("add", "a.txt", cwd=sandbox.project)
    git("commit", "--quiet", "--message", "Template 1.1.0", cwd=sandbox.project)
    assert git("status", "--porcelain", cwd=sandbox.repository) == ""
    assert git("fsck", "--strict", "--no-dangling", cwd=sandbox.repository) == ""


def test_a_dry_run_tells_the_conflicts(sandbox):
    sandbox.edit({"a.txt": CLASH})
    result = json.loads(sandbox.bgscript("--dry-run", "--json").out)
    assert result["conflicts"] == ["a.txt"]
    assert "+<<<<<<< yours" in result["diff"]
    assert git("status", "--porcelain", cwd=sandbox.repository) == ""


# --- What it refuses ------------------------------------------------------------------------------------------------


def dirty(sandbox):
    write(sandbox.project, {"a.txt": "changed\n"})


def untracked(sandbox):
    write(sandbox.project, {"mine.txt": "mine\n"})


def without_repository(sandbox):
    shutil.rmtree(sandbox.repository / ".git")


def without_commit(sandbox):
    without_repository(sandbox)
    git("init", "--quiet", cwd=sandbox.repository)


def without_answers(sandbox):
    (sandbox.project / ANSWERS).unlink()


def answers(old, new):
    def change(sandbox):
        text = (sandbox.project / ANSWERS).read_text()
        assert old in text
        sandbox.edit({ANSWERS: text.replace(old, new)})

    return change


def gone(sandbox):
    shutil.rmtree(sandbox.template)


def unfinished(sandbox):
    sandbox.edit({"a.txt": CLASH})
    assert sandbox.bgscript().code == 4


def passed_over(sandbox):
    git("update-index", "--assume-unchanged", "a.txt", cwd=sandbox.project)
    write(sandbox.project, {"a.txt": "mine, and git does not look\n"})


@pytest.mark.parametrize(
    ("spoil", "flags", "code", "error", "hint"),
    [
        (dirty, [], 1, "has changes that are not committed: project/a.txt", "commit or stash"),
        (untracked, [], 1, "has changes that are not committed: project/mine.txt", "commit or stash"),
        (unfinished, [], 1, "has changes that are not committed", "commit or stash"),
        (
            passed_over,
            [],
            1,
            "git was told to ignore changes in project/a.txt",
            "git update-index --no-assume-unchanged",
        ),
        (without_repository, [], 1, "is not in a git repository", "git init && git add --all && git commit"),
        (without_commit, [], 1, "is not committed", "git add --all && git commit"),
        (without_answers, [], 1, f"has no {ANSWERS}", "name a project's folder"),
        (answers("_commit: v1.0.0\n", ""), [], 1, "has no _commit", "make the project again"),
        (answers("name: x", "name: [x"), [], 1, "line 4: ", "to see what was committed"),
        (answers("v1.0.0", "v7.0.0"), [], 3, "is made of template 7.0.0, newer than 1.1.0", ""),
        (answers("v1.0.0", "v0.5.0"), [], 3, "is made of v0.5.0, which", "git log"),
        (
            answers("_src_path: ", "_src_path: svn+x::"),
            [],
            3,
            "is not a template that this bgscript knows",
            "a template is",
        ),
        (
            answers("_src_path: ", "_src_path: /gone"),
            [],
            3,
            "is not a template that this bgscript knows",
            "a template is",
        ),
        (answers("_src_path: ", "_src_path: file:///gone"), [], 3, "cannot be read", "is the address right"),
        (gone, [], 3, "is not a template that this bgscript knows", "a template is"),
        (None, ["--to=9.9"], 3, "has no release 9.9", "it has 1.0.0, 1.1.0"),
        (None, ["--to=main"], 3, "has no release main", "it has 1.0.0, 1.1.0"),
        (None, ["--set=nmae=y"], 2, "--set nmae: unknown question (did you mean 'name'?)", "the questions are name"),
        (None, ["--set=name"], 2, "--set name must be question=value", "as in"),
        (None, ["--ask"], 2, "--ask needs a terminal", "--set"),
        (None, ["--offline"], 3, "is not known to be the release inside this bgscript", "leave --offline out"),
        (None, ["--dryrun"], 2, "unknown option --dryrun (did you mean '--dry-run'?)", "--help"),
    ],
)
def test_refuses_with_the_way_out_and_changes_nothing(spoil, flags, code, error, hint, sandbox):
    if spoil:
        spoil(sandbox)
    before = everything(sandbox) if (sandbox.repository / ".git").exists() else None
    done = sandbox.bgscript(*flags)
    assert (done.code, done.out) == (code, ""), done.err
    assert done.err.count("error: ") == 1
    assert error in done.err
    assert hint in done.err.partition("hint: ")[2]
    assert before is None or everything(sandbox) == before


def test_going_back_is_refused(sandbox):
    sandbox.bgscript()
    git("commit", "--quiet", "--all", "--message", "Template 1.1.0", cwd=sandbox.repository)
    done = sandbox.bgscript("--to=1.0.0")
    assert (done.code, done.err.splitlines()[0]) == (2, "error: --to 1.0.0 would go back from 1.1.0")


def test_an_answer_that_is_no_longer_possible_is_named(tmp_path):
    box = Sandbox(tmp_path)
    box.release("v1.0.0", {}, "ci: {type: str, choices: [github, travis]}\n")
    box.release("v1.1.0", {}, "ci: {type: str, choices: [github, none]}\n")
    box.make({}, answers="ci: travis\n")
    done = box.bgscript()
    assert (done.code, done.err) == (
        2,
        f"error: ci in {ANSWERS} cannot be 'travis'; it is one of github, none\n"
        "hint: --set QUESTION=VALUE gives another answer\n",
    )
    assert box.bgscript("--set=ci=none").code == 0


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


# --- What it survives -----------------------------------------------------------------------------------------------


def test_a_disk_that_fills_up_leaves_everything_as_it_was(sandbox):
    sandbox.release("v1.2.0", {"a.txt": THEIRS, "b.bin": os.urandom(50_000), "z.bin": os.urandom(400_000)})
    before = everything(sandbox)

    def small_files_only():
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = sandbox.bgscript(preexec_fn=small_files_only)
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


def test_stopped_at_any_moment_it_is_done_or_undone(sandbox):
    sandbox.edit({"a.txt": CLASH, "new/mine.txt": "mine\n"})
    before = state(sandbox.project)
    start = time.monotonic()
    assert sandbox.bgscript().code == 4
    duration = time.monotonic() - start
    after = state(sandbox.project)
    random.seed(5)
    ends = set()
    for _ in range(50):
        git("reset", "--quiet", "--hard", cwd=sandbox.repository)
        process = subprocess.Popen(
            [BIN / "bgscript", "update", sandbox.project],
            cwd=sandbox.root,
            env=environment(sandbox.root),
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        wait_until_listening(process)
        time.sleep(random.uniform(0, duration))
        if process.poll() is None:
            os.killpg(
                process.pid, random.choice([signal.SIGINT, signal.SIGTERM])
            )  # as a terminal does: git hears it too
        err = process.communicate(timeout=20)[1]
        ends.add(process.returncode)
        assert (process.returncode, state(sandbox.project)) in [(4, after), (130, before)], err
        assert process.returncode == 4 or err == "error: stopped; nothing was written\n"
        assert not list((sandbox.repository / ".git").glob("bgscript*"))
        assert not (sandbox.repository / ".git" / "index.lock").exists()
        assert process.returncode == 4 or git("status", "--porcelain", cwd=sandbox.repository) == ""
    assert ends == {4, 130}


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


def test_an_answer_can_be_changed_alone(tmp_path):
    box = Sandbox(tmp_path)
    box.release("v1.0.0", {"a.txt.jinja": "{{ ci }}\n"}, "ci: {type: str, default: github}\n")
    box.make({"a.txt": "github\n"}, answers="ci: github\n")
    done = box.bgscript("--set=ci=none")
    assert (done.code, (box.project / "a.txt").read_text()) == (0, "none\n")
    assert "to other answers, template 1.0.0" in done.out
    assert "ci: none" in (box.project / ANSWERS).read_text()
