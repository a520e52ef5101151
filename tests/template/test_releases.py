"""The embedded releases: the same ids everywhere, readable by git and by plain copier, offline."""

import shutil
import sys

import pytest
import yaml

from bgscript.system.errors import BgscriptError, UsageError
from bgscript.template.templates import locked, tree_id
from tests.support.commands import environment, run, tree
from tests.support.paths import BIN, ROOT, TEMPLATES
from tests.support.sandbox import git
from tools import release as tool

pytestmark = pytest.mark.usefixtures("git")


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A clone of the embedded releases, made by git alone."""
    folder = tmp_path_factory.mktemp("history") / "templates"
    done = run("git", "clone", "--quiet", "bgscript::templates", folder, cwd=folder.parent)
    assert (done.code, done.err) == (0, "")
    return folder


@pytest.fixture
def checkout(tmp_path):
    """A checkout of bgscript, as far as releasing reads it, with two releases of a tiny template."""
    folder = tmp_path / "checkout"
    (folder / "generator" / "bgscript" / "template").mkdir(parents=True)
    (folder / "templates" / "project").mkdir(parents=True)
    (folder / "templates" / "copier.yml").write_text("_subdirectory: project\n")
    (folder / "templates" / "project" / "run.sh").write_text("one\n")
    (folder / "templates" / "project" / "run.sh").chmod(0o755)
    (folder / "CHANGELOG.md").write_text("# Changelog\n\n## 0.2.0\n\n- Two.\n\n## 0.1.0\n\n- One.\n\n## 0.0.9\n")
    git("init", "--quiet", cwd=folder)
    git("add", "--all", cwd=folder)
    tool.release(folder, "0.1.0")
    (folder / "templates" / "project" / "run.sh").write_text("two\n")
    tool.release(folder, "0.2.0")
    return folder


def lock(folder):
    return (folder / "generator" / "bgscript" / "template" / "templates.lock").read_text()


def test_the_template_is_the_newest_release():
    """Red while somebody works on the template; `python tools/release.py`, or `--redo`, makes it green."""
    assert tree_id(TEMPLATES) == locked()[-1].tree


def test_the_lock_says_what_is_in_the_bundle(history):
    tags = git("for-each-ref", "--format=%(refname:short) %(objectname) %(tree)", "refs/tags", cwd=history)
    assert tags.splitlines() == [f"v{entry.version} {entry.commit} {entry.tree}" for entry in locked()]
    assert git("rev-parse", "origin/main", cwd=history) == locked()[-1].commit


def test_the_history_is_sound(history):
    assert git("fsck", "--strict", "--full", cwd=history) == ""
    assert git("rev-list", "--count", "--all", cwd=history) == str(len(locked()))


def test_the_ids_follow_from_the_content_alone(history, monkeypatch):
    """Each commit, written again by somebody else in another time zone, is the same commit."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody Else")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    before = []
    for entry in locked():
        notes = git("log", "-1", "--format=%b", entry.commit, cwd=history)
        assert tool.write_commit(history / ".git", entry.tree, entry.version, notes, before) == entry.commit
        before.append(entry.commit)


def test_releasing_again_from_nothing_gives_the_same_ids(checkout, tmp_path):
    before = lock(checkout)
    for file in ("releases.bundle", "templates.lock"):
        (checkout / "generator" / "bgscript" / "template" / file).unlink()
    for version, content in [("0.1.0", "one\n"), ("0.2.0", "two\n")]:
        (checkout / "templates" / "project" / "run.sh").write_text(content)
        tool.release(checkout, version)
    assert lock(checkout) == before
    assert [line.split()[0] for line in before.splitlines()[1:]] == ["0.1.0", "0.2.0"]


def test_a_release_has_the_template_at_its_top_and_its_reason(checkout, tmp_path):
    bundle = checkout / "generator" / "bgscript" / "template" / "releases.bundle"
    git("clone", "--quiet", bundle, tmp_path / "clone", cwd=tmp_path)
    assert set(tree(tmp_path / "clone")) == {"copier.yml", "project/run.sh"}
    log = git("log", "--format=%s|%an|%ad|%b", "--date=short", cwd=tmp_path / "clone")
    assert log.split("\n\n") == [
        "Template 0.2.0|bgscript|2026-01-02|- Two.",
        "Template 0.1.0|bgscript|2026-01-01|- One.",
    ]
    assert git("ls-files", "--stage", "project/run.sh", cwd=tmp_path / "clone").startswith("100755")


def test_the_newest_release_can_be_made_again(checkout):
    first, second = lock(checkout).splitlines()[1:]
    (checkout / "templates" / "project" / "run.sh").write_text("better\n")
    tool.release(checkout, "0.2.0", redo=True)
    assert lock(checkout).splitlines()[1] == first
    assert lock(checkout).splitlines()[2] != second
    bundle = checkout / "generator" / "bgscript" / "template" / "releases.bundle"
    assert len(git("bundle", "list-heads", bundle, cwd=checkout).splitlines()) == 4


@pytest.mark.parametrize(
    ("version", "error"),
    [
        ("0.1.0", "0.1.0 is released"),
        ("0.3.0", "CHANGELOG.md has no section `## 0.3.0`"),
        ("0.0.9", "CHANGELOG.md has no section `## 0.0.9`"),
    ],
)
def test_a_version_that_exists_or_has_no_reason_is_refused(version, error, checkout):
    before = lock(checkout)
    with pytest.raises(UsageError, match=error):
        tool.release(checkout, version)
    assert lock(checkout) == before


def test_files_that_git_does_not_know_are_refused(checkout):
    (checkout / "CHANGELOG.md").write_text("## 0.3.0\n\n- Three.\n")
    (checkout / "templates" / "notes.txt").write_text("mine")
    with pytest.raises(BgscriptError, match=r"git does not know templates/notes\.txt"):
        tool.release(checkout, "0.3.0")


def test_the_tool_itself_refuses_what_is_released(tmp_path):
    done = run(sys.executable, ROOT / "tools" / "release.py", cwd=tmp_path)
    assert done.code == 2
    assert "is released" in done.err or "has no section" in done.err


# --- As git and copier see them --------------------------------------------------------------------------------------


def test_plain_copier_makes_what_bgscript_makes(tmp_path, bgscript):
    """Byte for byte, from the tagged history."""
    bgscript("new", "one", "--yes", "--app-name=Team")
    data = yaml.safe_load((tmp_path / "one" / ".copier-answers.yml").read_text())
    flags = [f"--data={key}={value}" for key, value in data.items() if not key.startswith("_")]
    done = run(BIN / "copier", "copy", "--quiet", "--defaults", *flags, "git+bgscript::templates", "two", cwd=tmp_path)
    assert done.code == 0, done.err
    assert tree(tmp_path / "two") == tree(tmp_path / "one")


def test_plain_copier_checks_and_updates_offline(tmp_path, bgscript):
    bgscript("new", "one", "--yes")
    project = tmp_path / "one"
    home = {"HOME": str(tmp_path)}
    check = run(BIN / "copier", "check-update", cwd=project, env=home)
    assert (check.code, "up-to-date" in check.out + check.err) == (0, True), check.err
    update = run(BIN / "copier", "update", "--defaults", cwd=project, env=home)
    assert update.code == 0, update.err
    assert git("status", "--porcelain", cwd=project) == ""


WRONG_SCOPE = '--data=scopes=["read:jira-work", "read:jira-wrok"]'


def test_plain_copier_refuses_a_scope_that_forge_does_not_know(tmp_path):
    flags = ["--quiet", "--defaults", "--data=app_name=Team", WRONG_SCOPE]
    copied = run(BIN / "copier", "copy", *flags, "git+bgscript::templates", "one", cwd=tmp_path)
    assert copied.code == 1
    error = "ValueError: Validation error for question 'scopes': cannot have 'read:jira-wrok': Forge's validator"
    assert copied.err.splitlines()[-1].startswith(error)
    assert not (tmp_path / "one").exists()


@pytest.mark.exhaustive
def test_plain_copier_keeps_a_recorded_scope_that_this_release_does_not_know(tmp_path, bgscript):
    """A later release may know it, and copier deletes a recorded answer that a validator refuses."""
    bgscript("new", "one", "--yes", "--scopes=read:jira-work")
    update = ["update", "--quiet", "--defaults"]
    project, home = tmp_path / "one", {"HOME": str(tmp_path)}
    answers = project / ".copier-answers.yml"
    answers.write_text(answers.read_text().replace("- read:jira-work\n", "- read:jira-work\n- read:newer:jira\n"))
    git("commit", "--quiet", "--all", "--message=newer", cwd=project)
    updated = run(BIN / "copier", *update, cwd=project, env=home)
    assert updated.code == 0, updated.err
    assert yaml.safe_load(answers.read_text())["scopes"] == ["read:jira-work", "read:newer:jira"]
    assert run(BIN / "copier", *update, WRONG_SCOPE, cwd=project, env=home).code == 1


@pytest.mark.exhaustive
def test_every_release_can_be_reached_from_every_other_one(tmp_path, bgscript):
    """A project of each release, untouched, becomes what the newest makes of its answers."""
    for entry in locked():
        name = f"of-{entry.version}"
        flags = ["--quiet", "--defaults", f"--vcs-ref=v{entry.version}"]
        run(BIN / "copier", "copy", *flags, "git+bgscript::templates", name, cwd=tmp_path)
        git("init", "--quiet", cwd=tmp_path / name)
        git("add", "--all", "--force", cwd=tmp_path / name)
        git("commit", "--quiet", "--message", "made", cwd=tmp_path / name)
        assert bgscript("update", name).code == 0
        answers = f"{name}/.copier-answers.yml"
        assert bgscript("new", f"new-{name}", "--yes", f"--data={answers}").code == 0
        assert tree(tmp_path / name) == tree(tmp_path / f"new-{name}")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["clone", "bgscript::other"], "error: bgscript has no 'other', only bgscript::templates"),
        (["push", "bgscript::templates", "HEAD:main"], "failed to push"),
    ],
)
def test_what_is_not_there_is_refused(words, error, tmp_path, history):
    done = run("git", *words, cwd=history if words[0] == "push" else tmp_path)
    assert done.code != 0
    assert error in done.err
    assert "Traceback" not in done.err


def test_git_fetches_a_single_tag(tmp_path):
    git("init", "--quiet", "mine", cwd=tmp_path)
    newest = locked()[-1]
    run("git", "fetch", "--quiet", "--depth=1", "bgscript::templates", f"v{newest.version}", cwd=tmp_path / "mine")
    assert git("rev-parse", "FETCH_HEAD", cwd=tmp_path / "mine") == newest.commit


def test_without_bgscript_the_answers_file_says_what_to_install(tmp_path, bgscript):
    bgscript("new", "one", "--yes")
    shim = tmp_path / "shim"
    shim.mkdir()
    for program in ("git", "copier"):
        (shim / program).symlink_to(shutil.which(program, path=environment(tmp_path)["PATH"]))
    done = run(BIN / "copier", "update", "--defaults", cwd=tmp_path / "one", env={"PATH": str(shim)})
    assert done.code != 0
    assert "remote-bgscript" in done.err
    assert "bgscript is installed from" in (tmp_path / "one" / ".copier-answers.yml").read_text()
    assert git("status", "--porcelain", cwd=tmp_path / "one") == ""
