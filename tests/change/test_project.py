"""Which projects are changed: a readable answers file, and nothing of git's under way."""

import os
import shutil
import subprocess
import time

import pytest

from bgscript.change.project import open_project
from tests.support.commands import environment
from tests.support.sandbox import ANSWERS, CLASH, Sandbox, everything, git, write

pytestmark = pytest.mark.usefixtures("git")


def test_a_tag_that_was_recorded_as_a_number_is_read_as_it_stands(tmp_path):
    box = Sandbox(tmp_path)
    box.release("1.10", {"a.txt": "a\n"})
    box.make({"a.txt": "a\n"})
    box.edit({ANSWERS: f"_commit: 1.10\n_src_path: {box.template}\nname: x\n"})
    assert open_project(box.project).tag == "1.10"


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1: x\n_commit: v1\n_src_path: y\n", "line 1: the key '1' is not text"),
        ('_src_path: y\n_commit: "v\\0"\n', "line 2: _commit has a control character"),
        ("name:\n" + " [\n" * 5000, "line 51: nested more than 50 levels deep"),
        (BOMB, "line 2: an alias, *a"),
        ("name: x\n" + "# long\n" * 200_000, "it has more than 1,000,000 bytes"),
        ("_commit: v1\n_src_path: y\n_commit: v2\n", "line 3: duplicate key _commit, first on line 1"),
        ("name: \x00\n", "control characters are not allowed"),
        ("name: [x\n", "line 2: "),
        ("- x\n", "it must hold `name: value` lines"),
        ("a: 2026-99-99\n", "month must be in 1..12"),
    ],
)
def test_an_answers_file_that_is_none_is_refused_at_once(text, message, called, tmp_path):
    project = tmp_path / "here" / "app"
    project.mkdir()
    (project / ANSWERS).write_text(text)
    before = time.process_time()
    code, out, err = called("update", "app")
    assert time.process_time() - before < 60, "a text that grows without end would take hours"
    assert (code, out, err.count("error: ")) == (1, "", 1)
    assert f"{ANSWERS} cannot be used: " in err
    assert message in err


def in_a_merge(box):
    git("checkout", "--quiet", "-b", "side", cwd=box.repository)
    box.edit({"a.txt": "side\n"})
    git("checkout", "--quiet", "-", cwd=box.repository)
    box.edit({"a.txt": "mine\n"})
    git("merge", "side", cwd=box.repository, check=False)
    git("checkout", "--ours", "a.txt", cwd=box.project)
    git("add", "a.txt", cwd=box.project)


def in_a_rebase(box):
    box.edit({"c.txt": "c\n"})
    subprocess.run(
        ["git", "rebase", "--quiet", "--interactive", "HEAD~1"],
        cwd=box.repository,
        env={**environment(box.root), "GIT_SEQUENCE_EDITOR": "sed -i s/^pick/edit/"},
        check=True,
        capture_output=True,
    )


def in_a_bisect(box):
    git("bisect", "start", cwd=box.repository)


@pytest.mark.parametrize(
    ("spoil", "message", "way_out"),
    [
        (in_a_merge, "a merge is under way", "git merge --abort"),
        (in_a_rebase, "a rebase is under way", "git rebase --abort"),
        (in_a_bisect, "a bisect is under way", "git bisect reset"),
    ],
)
def test_an_operation_under_way_is_refused(spoil, message, way_out, box):
    spoil(box)
    before = git("status", "--porcelain", cwd=box.repository)
    done = box.bgscript()
    assert (done.code, message in done.err, way_out in done.err) == (1, True, True), done.err
    assert git("status", "--porcelain", cwd=box.repository) == before


def test_an_ignored_answers_file_has_its_own_way_out(box):
    git("rm", "--quiet", "--cached", ANSWERS, cwd=box.project)
    box.edit({".gitignore": f"{ANSWERS}\n"})
    git("rm", "--quiet", "--cached", ANSWERS, cwd=box.project)
    git("commit", "--quiet", "--message", "ignored", cwd=box.repository)
    done = box.bgscript()
    assert (done.code, "is ignored by git (" in done.err) == (1, True), done.err
    command = done.err.partition("hint: ")[2].strip()
    subprocess.run(["sh", "-c", command], env=environment(box.root), check=True, capture_output=True)
    assert box.bgscript().code == 0


def test_a_file_outside_the_sparse_checkout_has_its_own_way_out(box):
    write(box.repository, {"elsewhere/c.txt": "c\n"})
    git("add", "--all", cwd=box.repository)
    git("commit", "--quiet", "--message", "more", cwd=box.repository)
    git("sparse-checkout", "set", "--no-cone", f"/{box.where}/{ANSWERS}", cwd=box.repository)
    done = box.bgscript()
    assert (done.code, "outside the sparse checkout: project/a.txt" in done.err) == (1, True), done.err
    git("sparse-checkout", "disable", cwd=box.repository)
    assert box.bgscript().code == 0


def test_a_submodule_at_a_new_path_is_named(box):
    other = box.root / "other"
    other.mkdir()
    write(other, {"x.txt": "x\n"})
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "1"]):
        git(*words, cwd=other)
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other, "project/new", cwd=box.repository)
    git("commit", "--quiet", "--message", "submodule", cwd=box.repository)
    done = box.bgscript()
    assert done.code in (1, 4), (done.out, done.err)
    assert "project/new" in done.out + done.err
    assert "a bug in bgscript" not in done.err
    assert (box.project / "new" / "x.txt").read_text() == "x\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository to somebody else")
def test_a_repository_of_somebody_else_s_comes_with_git_s_own_remedy(box):
    for path in [box.repository, *box.repository.rglob("*")]:
        os.chown(path, 12345, 12345, follow_symlinks=False)
    done = box.bgscript()
    assert (done.code, "dubious ownership" in done.err) == (1, True)
    assert "git config --global --add safe.directory" in done.err


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


def an_app(sandbox):
    without_answers(sandbox)
    (sandbox.project / "manifest.yml").write_text("modules: {}\n")


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
            "git ignores changes in project/a.txt",
            "git update-index --no-assume-unchanged",
        ),
        (without_repository, [], 1, "is not in a git repository", "git init && git add --all && git commit"),
        (without_commit, [], 1, "is not committed", "git add --all && git commit"),
        (without_answers, [], 1, f"has no {ANSWERS}", "name a project's folder"),
        (an_app, [], 1, f"has no {ANSWERS}", "project` adds a background script to this app"),
        (answers("_commit: v1.0.0\n", ""), [], 1, "has no _commit", "make the project again"),
        (answers("name: x", "name: [x"), [], 1, "line 4: ", "to see what was committed"),
        (answers("v1.0.0", "v7.0.0"), [], 3, "is derived from template 7.0.0, newer than 1.1.0", ""),
        (answers("v1.0.0", "v0.5.0"), [], 3, "is derived from v0.5.0, which", "git log"),
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
            "does not exist",
            "a template is",
        ),
        (answers("_src_path: ", "_src_path: file:///gone"), [], 3, "cannot be read", "is the address right"),
        (gone, [], 3, "does not exist", "a template is"),
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
