"""`bgscript update --branch`, and of several projects: what bots that open pull requests need."""

import json
import os
import signal
import subprocess
import time

import pytest
from conftest import BIN, environment, run
from test_update_random import in_process
from updating import ANSWERS, Sandbox, git, state, write

from bgscript.change.steps import Request
from bgscript.change.steps import update as update_in_process
from bgscript.system.errors import BgscriptError

TEXT = "".join(f"line {number}\n" for number in range(1, 13))
MINE, THEIRS = TEXT.replace("line 10\n", "mine\n"), TEXT.replace("line 2\n", "template's\n")
BOTH, CLASH = MINE.replace("line 2\n", "template's\n"), TEXT.replace("line 2\n", "mine\n")
MARKED = TEXT.replace("line 2\n", "<<<<<<< yours\nmine\n=======\ntemplate's\n>>>>>>> template-1.1.0\n")


def sandbox(root, mine=MINE, where="project"):
    """A project with an edit, and a newer release with another one, a new file and a reason."""
    root.mkdir(exist_ok=True)
    box = Sandbox(root, where)
    box.release("v1.0.0", {"a.txt": TEXT})
    box.release("v1.1.0", {"a.txt": THEIRS, "new/b.txt": "b\n"}, notes="- Line 2 is better.")
    box.make({"a.txt": TEXT})
    box.edit({"a.txt": mine})
    return box


@pytest.fixture
def box(tmp_path):
    return sandbox(tmp_path / "one")


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

What is new:

1.1.0

- Line 2 is better.

Next:
  cd {project}
  git diff HEAD team/update
  git push origin team/update

To undo:
  git -C {project} branch --delete --force team/update
"""
    )
    git(*done.out.splitlines()[-1].split()[1:], cwd=box.root)
    assert git("branch", "--list", "team/update", cwd=box.repository) == ""


def test_conflicts_are_committed_with_their_marks_and_listed(tmp_path):
    box = sandbox(tmp_path, CLASH)
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


def rebase(box):
    (box.repository / ".git" / "rebase-merge").mkdir()


NOBODY = {"GIT_AUTHOR_NAME": "", "GIT_COMMITTER_NAME": "", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_EMAIL": ""}
REFUSED = {
    "a branch that exists": (branch("update"), "update", {}, 1, "already has a branch update"),
    "a branch below the name": (branch("update/x"), "update", {}, 1, "already has a branch update"),
    "a branch above the name": (branch("up"), "up/date", {}, 1, "'refs/heads/up' exists"),
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


def test_a_folder_that_is_no_project_is_told_so(box):
    done = run(BIN / "bgscript", "update", box.repository, "--branch=update", cwd=box.root)
    assert (done.code, f"{box.repository} has no {ANSWERS}" in done.err) == (1, True)


def test_a_branch_that_somebody_makes_meanwhile_stays_theirs(box):
    """The questions are asked between the first look at the branches and the commit."""

    def ask(*_):
        git("branch", "update", cwd=box.repository)
        return {}

    with in_process(box.root), pytest.raises(BgscriptError, match="already has a branch update"):
        update_in_process(box.project, Request(ask=ask), branch="update")
    assert git("rev-parse", "update", cwd=box.repository) == git("rev-parse", "HEAD", cwd=box.repository)


# --- Several projects -------------------------------------------------------------------------------------------------


@pytest.fixture
def three(tmp_path):
    """A project to update, one with a conflict, and one that is current."""
    boxes = [sandbox(tmp_path / "one"), sandbox(tmp_path / "two", CLASH), sandbox(tmp_path / "three")]
    boxes[2].bgscript()
    git("commit", "--quiet", "--all", "--message", "Template 1.1.0", cwd=boxes[2].repository)
    return boxes


def update(boxes, *flags):
    return run(BIN / "bgscript", "update", *(box.project for box in boxes), *flags, cwd=boxes[0].root)


def test_each_of_several_projects_has_a_line(three):
    done = update(three)
    assert (done.code, done.err) == (4, "")
    assert (
        done.out
        == f"""\
Brought {three[0].project} from template 1.0.0 to 1.1.0: 3 files.
Brought {three[1].project} from template 1.0.0 to 1.1.0: 3 files, 1 in conflict. (a.txt)
{three[2].project} is current: template 1.1.0.
"""
    )
    assert [(box.project / "a.txt").read_text() for box in three] == [BOTH, MARKED, BOTH]


def test_one_that_fails_does_not_stop_the_others(three, tmp_path):
    write(three[0].project, {"a.txt": "not committed\n"})
    done = run(
        *(BIN / "bgscript", "update", three[0].project, tmp_path / "gone", three[1].project, three[2].project),
        cwd=tmp_path,
    )
    assert (done.code, len(done.out.splitlines())) == (1, 2)
    assert f"error: {three[0].project} has changes that are not committed: project/a.txt" in done.err
    assert f"error: {tmp_path / 'gone'} is not a folder" in done.err
    assert (three[1].project / "a.txt").read_text() == MARKED


@pytest.mark.parametrize(
    ("flags", "code", "message"),
    [
        (["--to=9.9"], 3, "has no release 9.9"),
        (["--to=1.0.0"], 2, "error: {}: --to 1.0.0 would go back from 1.1.0"),
        (["--set=nothing=1"], 2, "error: {}: --set nothing: unknown question"),
        (["--set=name=x"], 4, ""),
    ],
)
def test_the_exit_code_is_the_worst(three, flags, code, message):
    done = update(three, *flags)
    assert (done.code, message.format(three[2].project) in done.err) == (code, True), done.err


def test_json_of_several_projects_is_one_object(three):
    write(three[0].project, {"a.txt": "not committed\n"})
    result = json.loads(update(three, "--json").out)
    assert result["command"] == "update"
    first, second, third = result["projects"]
    assert (first["path"], first["error"]["code"]) == (str(three[0].project), 1)
    assert (second["conflicts"], second["template"]["version"], third["files"]) == (["a.txt"], "1.1.0", [])


def test_all_get_the_same_branch(three):
    done = update(three, "--branch=update", "--json")
    assert done.code == 4
    assert [bool(project["commit"]) for project in json.loads(done.out)["projects"]] == [True, True, False]


def test_the_wizard_takes_one_project(three):
    done = update(three, "--ask")
    assert (done.code, done.err) == (2, "error: --ask takes one project at a time\n")


def test_ctrl_c_between_two_projects_is_heard_and_tells_how_many_are_done(three):
    """A run ignores signals once its project is done; the next project must not inherit that."""
    pipe = three[1].project / "wait"
    os.mkfifo(pipe)
    (three[1].project / ANSWERS).unlink()
    (three[1].project / ANSWERS).symlink_to("wait")  # its update waits for what never comes
    words = [BIN / "bgscript", "update", *(box.project for box in three)]
    home, pipes = three[0].root, {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen(words, cwd=home, env=environment(home), text=True, **pipes)
    assert process.stdout.readline().startswith("Brought")
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (
        130,
        f"error: stopped in {three[1].project}; 1 of 3 projects were done before\n",
    )
    assert state(three[0].project).files["a.txt"] == BOTH.encode()
