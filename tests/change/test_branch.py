"""`bgscript update --branch`: one commit on a new branch, and nothing else changes."""

import json
import subprocess

import pytest

from bgscript.change.steps import changing
from bgscript.system.errors import BgscriptError
from tests.support.commands import in_process, run
from tests.support.paths import BIN
from tests.support.sandbox import (
    ANSWERS,
    BOTH,
    CLASH,
    MARKED,
    edited_sandbox,
    git,
    undo_of,
    write,
)

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture
def box(git, tmp_path):
    return edited_sandbox(tmp_path / "one")


def everything(box):
    """All that --branch must leave alone, byte for byte and with its times: files, index, HEAD, other branches."""
    kept = {
        str(path): (path.lstat().st_mtime_ns, path.read_bytes())
        for path in box.repository.rglob("*")
        if path.is_file() and not {"objects", "logs"} & {*path.parts} and path.name != "update"
    }
    return kept | {"HEAD": git("rev-parse", "HEAD", cwd=box.repository)}


def committed(box, path, branch="update"):
    done = subprocess.run(["git", "show", f"{branch}:project/{path}"], cwd=box.repository, capture_output=True)
    return done.stdout.decode()


def dirty(box):
    """Changes of every kind that git knows: staged, not staged, both, deleted, not tracked, in the answers as well."""
    write(box.project, {"staged.txt": "staged\n", "new/b.txt": "in the way\n"})
    git("add", "project/staged.txt", cwd=box.repository)
    with (box.project / ANSWERS).open("a") as file:
        file.write("name: other\n[broken\n")
    (box.project / "a.txt").unlink()


@pytest.mark.parametrize("prepare", [lambda box: None, dirty], ids=["clean", "dirty"])
def test_the_result_is_one_commit_on_a_new_branch_and_nothing_else_changes(box, prepare):
    prepare(box)
    before = everything(box)
    done = box.bgscript("--branch=update")
    assert (done.code, done.err) == (0, "")
    assert everything(box) == before
    assert git("rev-parse", "update^", cwd=box.repository) == before["HEAD"]
    assert git("log", "-1", "--format=%an %ae", "update", cwd=box.repository) == "Test test@example.com"
    message = git("log", "-1", "--format=%B", "update", cwd=box.repository)
    assert message == "Template 1.1.0\n\n1.1.0\n\n- Line 2 is better."
    assert (committed(box, "a.txt"), committed(box, "new/b.txt")) == (BOTH, "b\n")
    assert "_commit: v1.1.0" in committed(box, ANSWERS)
    assert git("diff", "--name-only", "HEAD", "update", cwd=box.repository).split() == [
        f"project/{name}" for name in (ANSWERS, "a.txt", "new/b.txt")
    ]


def test_it_is_what_an_update_without_a_branch_stages(box):
    box.bgscript("--branch=update")
    box.bgscript()
    assert git("write-tree", cwd=box.repository) == git("rev-parse", "update^{tree}", cwd=box.repository)


def test_tells_what_it_did_what_comes_next_and_how_to_take_it_back(box):
    done = box.bgscript("--branch=team/update")
    project = box.project
    assert (
        done.out
        == f"""\
Brought {project} on branch team/update from template 1.0.0 to 1.1.0: 3 files.

  update  {ANSWERS}
  update  a.txt
  create  new/b.txt

Next:
  cd {project}
  git diff HEAD team/update
  git push origin team/update

To undo:
  git -C {project} branch --delete --force team/update

New in 1.1.0:
  - Line 2 is better.
To read all of it:
  git clone --quiet {box.template} template-notes && git -C template-notes log
"""
    )
    git(*undo_of(done.out).split()[1:], cwd=box.root)
    assert git("branch", "--list", "team/update", cwd=box.repository) == ""


def test_conflicts_are_committed_with_their_marks_and_listed(tmp_path):
    box = edited_sandbox(tmp_path, CLASH)
    before = everything(box)
    done = box.bgscript("--branch=update")
    assert (done.code, everything(box)) == (4, before)
    assert committed(box, "a.txt") == MARKED
    message = git("log", "-1", "--format=%B", "update", cwd=box.repository)
    listed = "Conflicts are marked in these files; resolve them before you merge:\n\n- project/a.txt\n"
    assert message.startswith(f"Template 1.1.0\n\n{listed}\n")
    assert "CONFLICT (content): Merge conflict in project/a.txt" in done.out
    assert "  git switch update\n" in done.out


def test_json_has_branch_and_commit(box):
    result = json.loads(box.bgscript("--branch=update", "--json").out)
    assert result["branch"] == "update"
    assert result["commit"] == git("rev-parse", "update", cwd=box.repository)
    assert result["replay"] == f"bgscript update {box.project} --to=1.1.0 --branch=update"
    assert not {"branch", "commit"} & {*json.loads(box.bgscript("--json").out)}


def test_a_dry_run_makes_no_branch(box):
    dirty(box)
    before = everything(box)
    done = box.bgscript("--branch=update", "--dry-run", "--json")
    result = json.loads(done.out)
    assert (done.code, result["branch"], result["commit"], everything(box)) == (0, "update", "", before)
    assert "+template's" in result["diff"]
    assert git("branch", "--list", "update", cwd=box.repository) == ""


@pytest.mark.parametrize("flags", [[], ["--set=name=x"]], ids=["current", "same answers"])
def test_where_there_is_nothing_to_do_there_is_no_branch(box, flags):
    box.bgscript()
    git("commit", "--quiet", "--all", "--message", "Template 1.1.0", cwd=box.repository)
    done = box.bgscript("--branch=update", *flags)
    assert (done.code, done.out) == (0, f"{box.project} is current: template 1.1.0.\n")
    result = json.loads(box.bgscript("--branch=update", "--json", *flags).out)
    assert (result["branch"], result["commit"]) == ("", "")
    assert git("branch", "--list", "update", cwd=box.repository) == ""


def branch(name):
    return lambda box: git("branch", name, cwd=box.repository)


def worktree(box):
    git("worktree", "add", "--quiet", "-b", "elsewhere", box.root / "elsewhere", cwd=box.repository)


def rebase(box):
    (box.repository / ".git" / "rebase-merge").mkdir()


NOBODY = {"GIT_AUTHOR_NAME": "", "GIT_COMMITTER_NAME": "", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_EMAIL": ""}

REFUSED = {
    "a branch that exists": (branch("update"), "update", {}, 1, "already has a branch update"),
    "a branch below the name": (
        *(branch("update/x"), "update", {}, 1),
        "has a branch update/x, so git cannot make a branch update beside it\nhint: choose another name with --branch",
    ),
    "a branch above the name": (
        *(branch("up"), "up/da/te", {}, 1),
        "has a branch up, so git cannot make a branch up/da/te beside it\nhint: choose another name with --branch",
    ),
    "a branch of another worktree": (worktree, "elsewhere", {}, 1, "already has a branch elsewhere"),
    **{
        name: (lambda box: None, name, {}, 2, f"--branch {name!r} is not a valid branch name")
        for name in (
            "a..b",
            "x.lock",
            "a//b",
            "/a",
            "a/",
            ".a",
            "a.",
            "a~1",
            "a^",
            "a:b",
            "a?",
            "a*",
            "a[b",
            "a@{1}",
            "a\\b",
        )
    },
    "spaces": (lambda box: None, "an update", {}, 2, "--branch 'an update' is not a valid branch name"),
    "a dash": (lambda box: None, "-x", {}, 2, "--branch '-x' is not a valid branch name"),
    "nothing": (lambda box: None, "", {}, 2, "--branch needs a name"),
    "HEAD": (lambda box: None, "HEAD", {}, 2, "is not a valid branch name"),
    "nobody": (lambda box: None, "update", NOBODY, 1, "git does not know who commits in"),
    "a rebase": (rebase, "update", {}, 1, "a rebase is under way"),
}


@pytest.mark.parametrize(("prepare", "name", "variables", "code", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses_in_a_sentence_and_changes_nothing(box, prepare, name, variables, code, message):
    prepare(box)
    before, branches = everything(box), git("branch", "--list", cwd=box.repository)
    done = box.bgscript(f"--branch={name}", env=variables)
    assert (done.code, message in done.err) == (code, True), done.err
    assert done.err.startswith("error: ")
    assert (everything(box), git("branch", "--list", cwd=box.repository)) == (before, branches)


@pytest.mark.parametrize(
    "command",
    [
        ["update", "app", "--set=license=MIT"],
        ["add", "view", "more", "app"],
        ["remove", "view", "old", "app"],
        ["migrate", "app", "--to=jira-issue"],
    ],
    ids=lambda command: command[0],
)
def test_every_command_says_what_is_in_the_way(command, bgscript, tmp_path):
    assert bgscript("new", "app", "--yes", "--view=old=Old").code == 0
    git("branch", "up", cwd=tmp_path / "app")
    done = bgscript(*command, "--branch=up/x")
    assert done.code == 1
    assert "has a branch up, so git cannot make a branch up/x beside it\nhint: choose another name" in done.err
    assert bgscript(*command, "--branch=a..b").code == 2


def test_a_folder_that_is_no_project_is_told_so(box):
    done = run(BIN / "bgscript", "update", box.repository, "--branch=update", cwd=box.root)
    assert (done.code, f"{box.repository} has no {ANSWERS}" in done.err) == (1, True)


def test_a_branch_that_somebody_makes_meanwhile_stays_theirs(box):
    with in_process(box.root), changing(box.project, to="", branch="update") as step:
        plan = step.plan({})
        merge = step.merge(plan)
        git("branch", "update", cwd=box.repository)
        with pytest.raises(BgscriptError, match="already has a branch update"):
            step.apply(plan, merge, "Template")
    assert git("rev-parse", "update", cwd=box.repository) == git("rev-parse", "HEAD", cwd=box.repository)
