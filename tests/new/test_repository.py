"""The first commit of a new project: made where it can be made, and never in the way of the project itself."""

import shutil
import subprocess

import pytest

from tests.support.commands import environment, run, tree
from tests.support.sandbox import git

pytestmark = pytest.mark.usefixtures("git")


@pytest.mark.parametrize(
    ("script", "warning"),
    [
        (None, "no git repository was made: git is not installed; later: cd"),
        ("echo git version 2.20.1", "no git repository was made: git 2.20 is older than 2.27; later: cd"),
        (
            '[ "$*" != "${*% commit *}" ] && { echo "fatal: empty ident name" >&2; exit 128; }; '
            "echo git version 2.45.0",
            "the first commit was left out: git commit: empty ident name; later: cd",
        ),
    ],
)
def test_without_a_usable_git_the_project_is_made_all_the_same(script, warning, bgscript, tmp_path):
    shim = tmp_path / "shim"
    shim.mkdir()
    if script:
        (shim / "git").write_text(f"#!/bin/sh\n{script}\n")
        (shim / "git").chmod(0o755)
    done = bgscript("new", "team-pulse", "--yes", env={"PATH": str(shim)})
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert done.err.startswith(f"warning: {warning}")
    assert (tmp_path / "team-pulse" / "manifest.yml").exists()
    assert not (tmp_path / "team-pulse" / ".git").exists()


def test_a_hook_or_a_signature_of_the_user_s_does_not_stop_the_first_commit(tmp_path, bgscript):
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "pre-commit").write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
    (hooks / "pre-commit").chmod(0o755)
    (tmp_path / ".gitconfig").write_text(
        f"[core]\n\thooksPath = {hooks}\n[commit]\n\tgpgSign = true\n[gpg]\n\tprogram = false\n"
    )
    git("init", "--quiet", "elsewhere", cwd=tmp_path)
    done = bgscript("new", "app", "--yes", env={"GIT_DIR": str(tmp_path / "elsewhere" / ".git")})
    assert (done.code, done.err) == (0, "")
    assert not (tmp_path / "ran").exists()
    assert git("log", "--oneline", cwd=tmp_path / "app").count("\n") == 0
    assert git("status", "--porcelain", cwd=tmp_path / "app") == ""
    assert run("git", "log", cwd=tmp_path / "elsewhere").code != 0


def test_a_git_that_cannot_add_leaves_no_repository(tmp_path, bgscript):
    shim = tmp_path / "shim"
    shim.mkdir()
    real = shutil.which("git")
    (shim / "git").write_text(
        f'#!/bin/sh\ncase "$*" in *" add "*) echo "fatal: no" >&2; exit 1;; esac\nexec "{real}" "$@"\n'
    )
    (shim / "git").chmod(0o755)
    done = bgscript("new", "app", "--yes", env={"PATH": f"{shim}:{environment(tmp_path)['PATH']}"})
    assert (done.code, "no git repository was made: git add: no" in done.err) == (0, True)
    assert not (tmp_path / "app" / ".git").exists()


def test_a_git_that_is_killed_leaves_a_lock_and_it_is_named(tmp_path, bgscript):
    shim, app = tmp_path / "shim", tmp_path / "app"
    shim.mkdir()
    git("init", "--quiet", "app", cwd=tmp_path)
    real = shutil.which("git")
    killed = 'case "$*" in *" add "*) touch .git/index.lock; kill -9 $$;; esac'
    (shim / "git").write_text(f'#!/bin/sh\n{killed}\nexec "{real}" "$@"\n')
    (shim / "git").chmod(0o755)
    done = bgscript("new", "app", "--yes", env={"PATH": f"{shim}:{environment(tmp_path)['PATH']}"})
    assert done.code == 0
    assert ".git/index.lock is the lock of a git that runs there or was killed; once none runs there" in done.err
    later = done.err.split("later: ")[1].strip()
    assert later.startswith(f"cd {app} && rm -f .git/index.lock && git add --all && git commit ")
    assert run("sh", "-c", later, cwd=tmp_path).code == 0
    assert git("status", "--porcelain", cwd=app) == ""


def test_the_project_is_a_repository_with_one_commit_of_everything(bgscript, tmp_path):
    (tmp_path / ".gitignore_global").write_text("*.yml\n")
    (tmp_path / ".gitconfig").write_text(f"[core]\nexcludesFile = {tmp_path}/.gitignore_global\n")
    assert bgscript("new", "team-pulse", "--yes").err == ""
    project = tmp_path / "team-pulse"
    assert git("log", "--format=%an %s", cwd=project) == "Test Team Pulse, made with bgscript"
    assert git("status", "--porcelain", "--ignored", cwd=project) == ""
    assert set(git("ls-files", cwd=project).splitlines()) == set(tree(project))


def test_no_git_makes_no_repository(bgscript, tmp_path):
    assert bgscript("new", "team-pulse", "--yes", "--no-git").code == 0
    assert not (tmp_path / "team-pulse" / ".git").exists()


def test_an_enclosing_repository_is_respected(bgscript, tmp_path):
    git("init", "--quiet", cwd=tmp_path)
    done = bgscript("new", "apps/team-pulse", "--yes")
    assert not (tmp_path / "apps" / "team-pulse" / ".git").exists()
    assert git("status", "--porcelain", cwd=tmp_path) == "?? apps/"
    assert "  git add apps/team-pulse\n" in done.out


@pytest.mark.parametrize(
    ("flags", "inside", "expected"),
    [
        (["--no-git"], False, []),
        ([], True, []),
        ([], False, ["--version", "init", "add", "commit"]),
    ],
)
def test_git_runs_only_to_make_a_repository(flags, inside, expected, bgscript, tmp_path):
    log, shim = tmp_path / "log", tmp_path / "shim"
    shim.mkdir()
    real = subprocess.check_output(["which", "git"], text=True).strip()
    (shim / "git").write_text(f'#!/bin/sh\necho "$@" >> {log}\nexec {real} "$@"\n')
    (shim / "git").chmod(0o755)
    if inside:
        git("init", "--quiet", cwd=tmp_path)
    path = f"{shim}:{environment(tmp_path)['PATH']}"
    assert bgscript("new", "team-pulse", "--yes", *flags, env={"PATH": path}).code == 0
    calls = log.read_text().splitlines() if log.exists() else []
    verbs = [next(w for w in call.split() if w in ("--version", "init", "add", "commit")) for call in calls]
    assert verbs == expected


@pytest.fixture
def clone(tmp_path):
    """A repository with a commit, as a clone of a new one from a code host."""
    folder = tmp_path / "team-pulse"
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "idea.md").write_text("idea\n")
    git("init", "--quiet", cwd=folder)
    git("add", "--all", cwd=folder)
    git("commit", "--quiet", "--message", "Idea", cwd=folder)
    return folder


def test_a_repository_with_a_commit_is_filled_and_the_commit_is_the_owner_s(clone, bgscript):
    (clone / "notes.txt").write_text("mine\n")
    planned = bgscript("new", "team-pulse", "--yes", "--dry-run")
    assert (planned.code, planned.err) == (0, "")
    done = bgscript("new", "team-pulse", "--yes")
    assert (done.code, done.err) == (0, "")
    assert git("log", "--format=%s", cwd=clone) == "Idea"
    status = git("status", "--porcelain", cwd=clone).splitlines()
    assert {line[:3] for line in status} == {"A  ", "?? "}
    assert [line for line in status if line.startswith("??")] == ["?? notes.txt"]
    assert "A  .copier-answers.yml" in status
    assert done.out.partition("Next:\n")[2].partition("\n\n")[0].splitlines()[-1] == "  git commit"
    git("commit", "--quiet", "--message", "App", cwd=clone)
    (clone / "notes.txt").unlink()
    assert bgscript("add", "view", "sales", "team-pulse", "--dry-run").code == 0


def test_all_files_in_the_way_are_named_and_nothing_is_written(clone, bgscript):
    (clone / "readme.md").write_text("# Mine\n")
    (clone / "src").write_text("a file\n")
    (clone / "package.json").mkdir()
    (clone / "LICENSES").write_text("other\n")
    before = sorted(path for path in clone.rglob("*") if ".git" not in path.parts)
    for flags in ([], ["--dry-run"]):
        done = bgscript("new", "team-pulse", "--yes", *flags)
        assert (done.code, done.out) == (1, "")
        listed = "has files that the project needs to write: package.json, readme.md, src"
        assert listed in done.err
    assert sorted(path for path in clone.rglob("*") if ".git" not in path.parts) == before


def test_a_cloned_empty_repository_gets_its_first_commit(bgscript, tmp_path):
    git("init", "--quiet", "team-pulse", cwd=tmp_path)
    assert bgscript("new", "team-pulse", "--yes").code == 0
    folder = tmp_path / "team-pulse"
    assert git("log", "--format=%s", cwd=folder) == "Team Pulse, made with bgscript"
    assert git("status", "--porcelain", cwd=folder) == ""


def test_without_git_a_repository_is_filled_and_not_touched(clone, bgscript):
    assert bgscript("new", "team-pulse", "--yes", "--no-git").code == 0
    assert "A  " not in git("status", "--porcelain", cwd=clone)
