"""What adopt promises: nothing of the owner's changes, and it can be taken back."""

import json

import pytest

from bgscript.adopting.manifest import added_lines
from tests.support.adopting import NAMES, files_of, manifest, owners, repository
from tests.support.commands import run
from tests.support.layers import exhaustive, exhaustive_but
from tests.support.sandbox import commit, git, undo_of

pytestmark = pytest.mark.usefixtures("git")

NEW = [name for name in NAMES if name != "scripted"]


def check_owner(before, after):
    """Nothing of the owner's has changed, and the manifest has lost no line."""
    assert owners(before, after) == []
    added, lost = added_lines(before["manifest.yml"], after["manifest.yml"])
    assert lost == []
    assert 5 <= len(added) <= 13
    assert set(after) > set(before)


@pytest.mark.parametrize("name", exhaustive_but(NEW, "cra", "ui-kit-ts", "two-homes"))
def test_nothing_of_the_owner_changes(name, bgscript, tmp_path):
    app = repository(name, tmp_path / "app")
    before, findings = files_of(app), bgscript("check", "app").out
    done = bgscript("adopt", "app", "-y")
    assert (done.code, done.out.startswith("Adopted app: ")) == (0, True), done.err
    check_owner(before, files_of(app))
    # the same findings, besides those that follow from a host page that ends
    assert bgscript("check", "app").code == (5 if "error" in findings else 0)
    assert git("status", "--porcelain", "--untracked-files=all", cwd=app).startswith("A  .copier-answers.yml")

    # a second time, before and after a commit
    adopted = files_of(app)
    assert bgscript("adopt", "app", "-y").code == 1
    commit(app, "adopted")
    again = bgscript("adopt", "app", "-y")
    assert (again.code, files_of(app)) == (2, adopted)
    assert "`bgscript update` keeps it current" in again.err

    # and back
    git("reset", "--quiet", "--soft", "HEAD~1", cwd=app)
    undo = undo_of(done.out)
    assert run("sh", "-c", undo, cwd=tmp_path).code == 0
    assert files_of(app) == before
    assert git("status", "--porcelain", "--ignored", cwd=app) == ""
    assert not (app / "background").exists()


@pytest.mark.parametrize(
    "form",
    [
        exhaustive(lambda text: text.replace("\n", "\r\n")),
        exhaustive(lambda text: text.removesuffix("\n")),
        lambda text: text.replace("\n", "\r\n").removesuffix("\r\n"),
        lambda text: text.replace("  - ", "- ").replace("      ", "    ").replace("    path", "  path"),
        lambda text: text + "\n# the end\n\n\n",
    ],
    ids=["crlf", "no-last-newline", "crlf-no-last-newline", "dashes-without-indent", "comments-at-the-end"],
)
def test_the_form_of_a_manifest_stays(form, bgscript, tmp_path):
    text = form(manifest("vanilla"))
    app = repository("vanilla", tmp_path / "app", changes={"manifest.yml": text.encode()})
    before = files_of(app)
    done = bgscript("adopt", "app", "-y")
    assert done.code == 0, done.err
    after = files_of(app)
    check_owner(before, after)
    ours = after["manifest.yml"]
    assert ours.count(b"\r\n") in (0, ours.count(b"\n"))
    assert ours.endswith(b"\n") == text.endswith("\n")


@pytest.mark.parametrize(
    ("after", "added", "lost"),
    [
        (b"a\nnew\nb", ["new"], []),
        (b"a\nb\nnew", ["new"], []),
        (b"a\r\nb", ["a"], ["a\n"]),
        (b"b\na", ["b"], ["b\n"]),
        (b"a", [], ["b\n"]),
    ],
)
def test_what_counts_as_a_lost_line(after, added, lost):
    assert added_lines(b"a\nb", after) == (added, lost)


def test_check_judges_the_app_s_own_front_ends_as_before(bgscript, tmp_path):
    """In a project of bgscript's, a front end that nothing builds is an error. This one has a build of its own."""
    text = manifest("cra", ("static/notes/build", "static/notes/www"))
    app = repository("cra", tmp_path / "app", changes={"manifest.yml": text})
    before = bgscript("check", "app", "--json").out
    done = bgscript("adopt", "app", "-y")
    assert done.code == 0, done.err
    after = bgscript("check", "app", "--json").out
    codes = [[each["code"] for each in json.loads(out)["projects"][0]["findings"]] for out in (before, after)]
    assert codes == [["BG233"], ["BG233"]]
    assert (app / "background").is_dir()


def test_an_app_in_a_folder_of_a_repository(bgscript, tmp_path):
    top = tmp_path / "repository"
    repository("cra", top, "apps/notes")
    (top / "README.md").write_text("Ours\n")
    (top / "deploy.sh").write_text("cd apps/notes && forge deploy\n")
    (top / "other").mkdir()
    (top / "other" / "deploy.sh").write_text("forge deploy\n")
    commit(top, "more")
    (top / "README.md").write_text("Not committed, and not the app's\n")
    before = files_of(top)
    done = bgscript("adopt", "repository/apps/notes", "-y", "--json")
    assert done.code == 0, done.err
    after = files_of(top)
    assert {name for name in before if after[name] != before[name]} == {"apps/notes/manifest.yml"}
    assert all(name.startswith("apps/notes/") for name in set(after) - set(before))
    report = json.loads(done.out)
    assert [(place["file"], place["line"]) for place in report["build"]["before"]] == [
        ("apps/notes/.github/workflows/deploy.yml", 8),
        ("apps/notes/package.json", 4),
        ("deploy.sh", 1),
    ]


def test_on_a_branch_neither_files_nor_index_change(bgscript, tmp_path):
    app = repository("cra", tmp_path / "app")
    (app / "static" / "notes" / "src" / "App.js").write_text("not committed\n")
    before = files_of(app)
    done = bgscript("adopt", "app", "-y", "--branch=script", "--json")
    assert done.code == 0, done.err
    report = json.loads(done.out)
    assert (report["branch"], report["commit"]) == ("script", git("rev-parse", "script", cwd=app))
    assert files_of(app) == before
    changed = git("diff", "--name-status", "HEAD", "script", cwd=app).splitlines()
    assert {line.split("\t")[0] for line in changed} == {"A", "M"}
    assert [line for line in changed if line.startswith("M")] == ["M\tmanifest.yml"]
    # from what is committed, not from what is in the files
    assert report["load"]["views"][0]["calls"][0]["text"] == "invoke('getNotes')"


def test_shown_only(bgscript, tmp_path):
    app = repository("cra", tmp_path / "app")
    before = files_of(app)
    done = bgscript("adopt", "app", "-y", "--dry-run")
    assert done.code == 0, done.err
    assert "+  jira:issueViewBackgroundScript:\n" in done.out
    assert "Would adopt app: 22 files. Nothing was written.\n" in done.out
    assert (files_of(app), git("status", "--porcelain", cwd=app)) == (before, "")


def test_uncommitted_work_is_in_the_way(bgscript, tmp_path):
    app = repository("cra", tmp_path / "app")
    (app / "src" / "new.js").write_text("")
    done = bgscript("adopt", "app", "-y")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"error: {app} has changes that are not committed: src/new.js\nhint: commit or stash")
    (app / "static" / "notes" / "package.json").write_text("{}")  # ignored: it is judged as committed
    git("rm", "--quiet", "--cached", "static/notes/package.json", cwd=app)
    commit(app, "without a bundler")
    (app / "src" / "new.js").write_text("again")
    done = bgscript("adopt", "app", "-y")
    assert done.code == 2
    assert [line[:5] for line in done.err.splitlines()] == ["error", "error", "hint:"]


@pytest.mark.parametrize("has_git", [True, False])
def test_an_app_without_a_commit(has_git, bgscript, tmp_path):
    app = tmp_path / "app"
    app.mkdir()
    (app / "manifest.yml").write_text(manifest("cra"))
    if has_git:
        git("init", "--quiet", cwd=app)
    done = bgscript("adopt", "app", "-y")
    assert done.code == 1
    assert ("is not committed" if has_git else "is not in a git repository") in done.err
    assert "git add --all && git commit" in done.err
    assert [path.name for path in sorted(app.iterdir())] == [".git"] * has_git + ["manifest.yml"]
