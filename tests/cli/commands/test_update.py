"""`bgscript update` as its user meets it: what it says, what it offers, what it leaves."""

import json

import pytest

from tests.support.sandbox import ANSWERS, CLASH, THEIRS, Sandbox, everything, git, state, undo_of

pytestmark = pytest.mark.usefixtures("git")


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

Next:
  cd {project}
  git diff --staged
  npm run check
  git commit --message 'Template 1.1.0'

To undo:
  git -C {project} restore --source=HEAD --staged --worktree -- .

New in 1.1.0:
  - Line 2 is better.
To read all of it:
  git clone --quiet {sandbox.template} template-notes && git -C template-notes log
"""
    )


NOTES = """
### Added

- A calendar. It has weeks.

### Upgrading

- Run `npm install`.
"""


def test_what_an_owner_has_to_do_comes_before_what_is_new(sandbox):
    sandbox.release("v1.2.0", {"a.txt": THEIRS, "new/b.txt": "2\n"}, notes=NOTES)
    news = sandbox.bgscript().out.partition("New in 1.1.0 and 1.2.0:\n")[2]
    assert news.splitlines()[:3] == ["  - Run `npm install`.", "  - A calendar.", "  - Line 2 is better."]


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
    for command in undo_of(done.out).split(" && "):
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


def test_an_answer_can_be_changed_alone(tmp_path):
    box = Sandbox(tmp_path)
    box.release("v1.0.0", {"a.txt.jinja": "{{ ci }}\n"}, "ci: {type: str, default: github}\n")
    box.make({"a.txt": "github\n"}, answers="ci: github\n")
    done = box.bgscript("--set=ci=none")
    assert (done.code, (box.project / "a.txt").read_text()) == (0, "none\n")
    assert "to other answers, template 1.0.0" in done.out
    assert "ci: none" in (box.project / ANSWERS).read_text()
