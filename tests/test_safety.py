"""Nothing is run, overwritten, leaked or left that is not bgscript's: one test for each way in which it once was."""

import json
import multiprocessing
import os
import shutil
import signal
import stat
import subprocess
import threading
import time
from pathlib import Path

import pytest
import yaml
from conftest import BIN, TEMPLATES, environment, run
from updating import ANSWERS, Sandbox, git, write

from bgscript.change.project import open_project
from bgscript.cli import main as cli
from bgscript.new import create
from bgscript.system.errors import BgscriptError
from bgscript.system.session import Session
from bgscript.template import templates
from bgscript.template.rendering import is_git_folder
from bgscript.template.templates import Release, Template

HEAD = "_min_copier_version: '9.15.2'\n_subdirectory: project\n_envops: {undefined: jinja2.StrictUndefined}\n"
QUESTIONS = "app_name: {type: str, default: x}\n"
OWN_ANSWERS = {"project/{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers | to_nice_yaml -}}"}


@pytest.fixture
def called(tmp_path, monkeypatch, capsys):
    """Runs bgscript in this process, in an empty folder: gives its exit code, stdout and stderr."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def call(*words):
        capsys.readouterr()
        code = cli.main([str(word) for word in words])
        return code, *capsys.readouterr()

    return call


def hosted(folder: Path, files, questions=QUESTIONS, tag="v1.0.0") -> Path:
    """A template of somebody else's, in a git repository with one release."""
    folder.mkdir(parents=True)
    write(folder, {"copier.yml": HEAD + questions, **OWN_ANSWERS, **files})
    git("init", "--quiet", cwd=folder)
    git("add", "--all", "--force", cwd=folder)
    git("commit", "--quiet", "--message", "first", cwd=folder)
    git("tag", tag, cwd=folder)
    return folder


def everything_below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


# --- What a template can do -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [".git", ".GIT", ".git.", ".git ", "git~1", ".g\u200cit", ".git::$INDEX_ALLOCATION"])
def test_a_name_that_some_file_system_takes_for_git_s_is_known(name):
    assert is_git_folder(name)


@pytest.mark.parametrize("name", [".github", ".gitignore", "git", "a.git", ".gitattributes", "git~10"])
def test_other_names_are_not(name):
    assert not is_git_folder(name)


@pytest.mark.parametrize("mode", [[], ["--dry-run"], ["--json"]])
def test_a_template_cannot_write_into_git_s_folder(mode, called, tmp_path):
    """With a filter or a hook there, git would run what the template says."""
    planted = {
        "project/{{ '.git' }}/config": f'[filter "x"]\n\tclean = touch {tmp_path}/ran\n',
        "project/{{ '.Git' }}/hooks/post-commit": f"#!/bin/sh\ntouch {tmp_path}/ran\n",
        "project/.gitattributes": "* filter=x\n",
    }
    source = hosted(tmp_path / "template", planted)
    code, out, err = called("new", "app", "--yes", f"--template-source={source}", *mode)
    assert (code, "git would run commands from such a file" in err) == (3, True), (out, err)
    assert not (tmp_path / "ran").exists()
    assert everything_below(tmp_path / "here") == []


def test_every_path_is_listed(called):
    _, out, _ = called("new", "app", "--yes", "--dry-run", "--json")
    planned = [file["path"] for file in json.loads(out)["files"]]
    _, out, _ = called("new", "app", "--yes", "--json", "--no-git")
    made = [file["path"] for file in json.loads(out)["files"]]
    assert planned == made == sorted(path.relative_to("app").as_posix() for path in Path("app").rglob("*.*") if 0) or (
        planned
        == made
        == sorted(file.relative_to("app").as_posix() for file in Path("app").rglob("*") if file.is_file())
    )


@pytest.mark.parametrize("link", ["secret.jinja", "copier.yml"])
def test_a_template_reads_nothing_outside_itself(link, called, tmp_path):
    (tmp_path / "secret").write_text(f"{HEAD}{QUESTIONS}" if link == "copier.yml" else "do not copy me")
    source = hosted(tmp_path / "template", {}, "app_name: {type: str, default: \"{% include 'secret.jinja' %}\"}\n")
    (source / link).unlink(missing_ok=True)
    (source / link).symlink_to(tmp_path / "secret")
    git("add", "--all", cwd=source)
    git("commit", "--quiet", "--message", "linked", cwd=source)
    git("tag", "--force", "v1.0.0", cwd=source)
    code, out, err = called("new", "app", "--yes", f"--template-source={source}")
    assert (code, "symbolic link to a file outside the template" in err) == (3, True)
    assert "do not copy me" not in out + err
    assert everything_below(tmp_path / "here") == []


def test_the_questions_follow_no_link_out_of_a_template_folder_either(tmp_path):
    from bgscript.system.errors import TemplateError
    from bgscript.template.questions import Questionnaire

    (tmp_path / "secret").write_text("do not copy me")
    write(tmp_path / "t", {"copier.yml": "app_name: {type: str, default: \"{% include 'link' %}\"}\n"})
    (tmp_path / "t" / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(TemplateError, match="outside the template"):
        Questionnaire(tmp_path / "t").resolve({}, "app")


@pytest.mark.parametrize(
    ("questions", "files", "message"),
    [
        (
            "app_name: {type: str}\nhelp: {type: str, default: x}\n",
            {},
            "question help: --help is an option of bgscript",
        ),
        ("json: {type: bool, default: true}\n", {}, "question json: --json is an option of bgscript"),
        ("git: {type: bool, default: true}\n", {}, "question git: --git is an option of bgscript"),
        ("data: x\n", {}, "question data: --data is an option of bgscript"),
        ("yes: x\n", {}, "question True: its name must be an identifier"),
        ("dry_run: x\n", {}, "question dry_run: --dry-run is an option"),
        ("a: {type: date, default: x}\n", {}, "question a: bgscript does not know the type 'date'"),
        ("a: {type: str, default: x, secret: true}\n", {}, "question a: secret answers are not supported"),
        ("a: {type: str, choices: '{{ b }}'}\n", {}, "question a: computed choices are not supported"),
        ("a: {type: str, default: '{{ nobody }}'}\n", {}, "question a: UndefinedError: 'nobody' is undefined"),
        ("a: {type: int, default: '{{ 1 / 0 }}'}\n", {}, "question a: ZeroDivisionError"),
        ("a: {type: str, when: '{{ nobody }}'}\n", {}, "question a: UndefinedError"),
        ("a: {type: str, validator: '{% if %}'}\n", {}, "question a: copier.yml, line 1: TemplateSyntaxError"),
        ("a: !include other.yml\n", {}, "copier.yml: could not determine a constructor for the tag '!include'"),
        ("- a\n", {}, "copier.yml: "),
        (QUESTIONS, {"project/a.txt.jinja": "one\n{{ nobody }}"}, "project/a.txt.jinja, line 2: UndefinedError"),
        (QUESTIONS, {"project/a.txt.jinja": "\n\n{{ 1 / 0 }}"}, "project/a.txt.jinja, line 3: ZeroDivisionError"),
        (QUESTIONS, {"project/a.txt.jinja": "{% if %}"}, "project/a.txt.jinja, line 1: TemplateSyntaxError"),
        (QUESTIONS + "_tasks: [touch ran]\n", {}, "wants to run code of its own, which bgscript never does"),
        (QUESTIONS + "_min_copier_version: '99'\n", {}, "cannot be rendered: UnsupportedVersionError"),
        (QUESTIONS, {next(iter(OWN_ANSWERS)): None, "project/a.txt": "a"}, f"writes no {ANSWERS}"),
        (QUESTIONS, {next(iter(OWN_ANSWERS)): None, "a.txt": "a"}, "cannot be rendered: FileNotFoundError"),
        ("up: ../../up\n", {"project/{{ up }}.txt": "x"}, "cannot be rendered: ForbiddenPathError"),
        ("up: /tmp/up\n", {"project/{{ up }}.txt": "x"}, "cannot be rendered: ForbiddenPathError"),
        (QUESTIONS, {"lifecycle.yml": "modules: 3\n"}, "lifecycle.yml: "),
    ],
)
def test_a_template_that_bgscript_does_not_understand_is_named(questions, files, message, called, tmp_path):
    source = tmp_path / "template"
    source.mkdir()
    write(source, {"copier.yml": HEAD + questions, **OWN_ANSWERS})
    write(source, files)
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "1"], ["tag", "v1.0.0"]):
        git(*words, cwd=source)
    code, out, err = called("new", "app", "--yes", f"--template-source={source}")
    assert (code, out) == (3, ""), err
    assert message in err
    assert err.splitlines()[0].count(f"the template at {source}, v1.0.0 ") == 1, "address and release"
    assert "a bug in bgscript" not in err
    assert "install bgscript again" not in err
    assert "bgscript." not in err.replace("of bgscript.", ""), "no temporary path"
    assert everything_below(tmp_path / "here") == []


def test_the_types_of_copier_are_understood(called, tmp_path):
    questions = """
count: {type: int, default: 3}
share: {type: float, default: 0.5}
whole: {type: yaml, default: {a: [1, 2]}}
plain: {type: json, default: '{"b": null}'}
where: {type: path, default: src}
bare: 7
pairs: {type: str, choices: [[One, 1st], [Two, 2nd]], default: 2nd}
target: {type: str, default: somewhere-else}
"""
    source = hosted(tmp_path / "template", {"project/a.txt.jinja": "{{ count + 1 }} {{ whole.a[1] }}"}, questions)
    code, out, err = called("new", "app", "--yes", f"--template-source={source}", "--share=2", "--plain=[1]")
    assert (code, err) == (0, "")
    recorded = yaml.safe_load(Path("app", ANSWERS).read_text())
    expected = {
        "count": 3,
        "share": 2.0,
        "whole": {"a": [1, 2]},
        "plain": [1],
        "where": "src",
        "bare": 7,
        "pairs": "2nd",
    }
    assert {name: recorded[name] for name in expected} == expected
    assert Path("app/a.txt").read_text() == "4 2"
    replay = out.partition("To recreate this project:\n")[2].replace("\\\n", "").replace("new app", "new again")
    assert run("sh", "-c", f"{BIN}/{replay.strip()}", cwd=Path.cwd()).code == 0
    assert Path("again", ANSWERS).read_text() == Path("app", ANSWERS).read_text()
    code, _, err = called("new", "other", "--yes", f"--template-source={source}", "--count=many")
    assert (code, "--count must be a whole number, not 'many'" in err) == (2, True)


# --- What is recorded and shown -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plain", "a: b", "a #b", "two\nlines", "it's", "é 日本", "-dash", "'quoted'"])
@pytest.mark.parametrize("tag", ["v1.0.0", "1.10", "1.0"])
def test_what_is_recorded_reads_back(name, tag, called, tmp_path):
    source = hosted(tmp_path / name, {"project/a.txt": "a\n"}, tag=tag)
    if "\n" in name and shutil.which("git") is None:
        pytest.skip("never")
    code, _, err = called("new", "app", "--yes", f"--template-source={source}")
    assert code == 0, err
    recorded = yaml.safe_load(Path("app", ANSWERS).read_text())
    assert (recorded["_commit"], recorded["_src_path"]) == (tag, str(source))
    if "\n" not in name:
        assert called("update", "app")[0] == 0


def test_a_tag_that_was_recorded_as_a_number_is_read_as_it_stands(tmp_path):
    box = Sandbox(tmp_path)
    box.release("1.10", {"a.txt": "a\n"})
    box.make({"a.txt": "a\n"})
    box.edit({ANSWERS: f"_commit: 1.10\n_src_path: {box.template}\nname: x\n"})
    assert open_project(box.project).tag == "1.10"


def test_a_relative_bundle_is_recorded_from_the_root(called, tmp_path):
    source = hosted(tmp_path / "template", {"project/a.txt": "a\n"})
    git("bundle", "create", "--quiet", tmp_path / "here" / "t.bundle", "--all", cwd=source)
    assert called("new", "app", "--yes", "--template-source=t.bundle")[0] == 0
    assert yaml.safe_load(Path("app", ANSWERS).read_text())["_src_path"] == str(tmp_path / "here" / "t.bundle")
    os.chdir("app")
    assert called("update")[0] == 0


@pytest.mark.parametrize("address", ["https://me:hush@127.0.0.1:1/t.git", "git+https://hush@127.0.0.1:1/t.git"])
def test_credentials_are_not_shown(address, called):
    code, out, err = called("new", "app", "--yes", f"--template-source={address}")
    assert (code, "hush" in out + err) == (3, False)
    assert "127.0.0.1:1/t.git" in err


def test_credentials_are_not_recorded():
    from bgscript.template.releases import without_credentials

    assert without_credentials("https://me:hush@git.example.com/t.git") == "https://git.example.com/t.git"
    assert without_credentials("ssh://git:hush@git.example.com/t.git") == "ssh://git@git.example.com/t.git"
    assert without_credentials("git@git.example.com:a/t.git") == "git@git.example.com:a/t.git"
    assert without_credentials("https://git.example.com/@scope/t.git") == "https://git.example.com/@scope/t.git"


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
    assert time.process_time() - before < 1
    assert (code, out, err.count("error: ")) == (1, "", 1)
    assert f"{ANSWERS} cannot be used: " in err
    assert message in err


# --- Two at once, and what is there already -------------------------------------------------------------------------


def tiny(folder: Path, files: int = 30) -> Template:
    """A template on disk that renders in no time."""
    contents = {f"project/{number}.txt": f"{number}\n" for number in range(files)}
    write(folder, {"copier.yml": HEAD + QUESTIONS, "project/deep/er.txt": "x\n", **OWN_ANSWERS, **contents})
    return Template(folder, Release("1.0.0", "v1.0.0"))


def race(template, destination, barrier, results):
    try:
        create.create(template, {"app_name": "x"}, destination, git=False, prepare=lambda _: barrier.wait())
        results.put("made")
    except BgscriptError as error:
        results.put(error.message)


@pytest.mark.parametrize("exists", [True, False])
def test_of_two_that_make_one_folder_one_does_and_the_other_says_so(exists, tmp_path):
    template = tiny(tmp_path / "template")
    whole = create.preview(template, {"app_name": "x"}, tmp_path / "other")
    context = multiprocessing.get_context("fork")
    for number in range(20):
        destination = tmp_path / str(number)
        if exists:
            destination.mkdir()
        barrier, results = context.Barrier(2), context.Queue()
        runs = [context.Process(target=race, args=(template, destination, barrier, results)) for _ in range(2)]
        for each in runs:
            each.start()
        ends = sorted(results.get(timeout=60) for _ in runs)
        for each in runs:
            each.join()
        assert ends.count("made") == 1, ends
        assert any(text in "".join(ends) for text in ("is not empty", "another run of bgscript")), ends
        assert create.list_files(destination) == whole
    assert sorted(path.name for path in tmp_path.glob(".bgscript.*")) == []


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize("name", ["5.txt", "mine.txt", "deep/mine.txt"])
def test_a_file_that_appears_meanwhile_is_left_alone(name, exists, tmp_path):
    destination = tmp_path / "app"
    if exists:
        destination.mkdir()

    def appear(_stage):
        write(destination, {name: "mine"})

    with pytest.raises(BgscriptError, match="is not empty"):
        create.create(tiny(tmp_path / "t"), {"app_name": "x"}, destination, git=False, prepare=appear)
    assert [path for path in everything_below(destination) if (destination / path).is_file()] == [name]
    assert (destination / name).read_text() == "mine"


def test_a_file_that_appears_while_the_entries_are_moved_is_left_alone(tmp_path, monkeypatch):
    """The last moment: half of the entries are there already. They go, and the other file stays."""
    destination = tmp_path / "app"
    destination.mkdir()
    move = create._move

    def late(entry, target):
        if entry.name == "5.txt":
            write(destination, {"5.txt": "mine", "deep/mine.txt": "mine"})
        move(entry, target)

    monkeypatch.setattr(create, "_move", late)
    with pytest.raises(BgscriptError, match="is not empty"):
        create.create(tiny(tmp_path / "t"), {"app_name": "x"}, destination, git=False)
    assert create.list_files(destination) == [create.File("5.txt", 4), create.File("deep/mine.txt", 4)]


def test_a_failure_while_placing_leaves_the_folder_as_it_was(tmp_path, monkeypatch):
    destination = tmp_path / "deep" / "app"
    destination.mkdir(parents=True)
    rename, count = Path.rename, []

    def failing(self, target):
        count.append(target)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(BgscriptError, match="No space left"):
        create.create(tiny(tmp_path / "t"), {"app_name": "x"}, destination, git=False)
    assert count
    monkeypatch.setattr(Path, "rename", rename)
    assert everything_below(destination) == []


def test_a_failure_while_placing_leaves_no_folder_that_was_made_on_the_way(tmp_path, monkeypatch):
    def failing(self, target):
        raise OSError(28, "No space left on device")

    template = tiny(tmp_path / "t")
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(BgscriptError, match="No space left"):
        create.create(template, {"app_name": "x"}, tmp_path / "deep" / "er" / "app", git=False)
    assert not (tmp_path / "deep").exists()


def test_what_a_killed_run_left_is_removed_and_told(called, tmp_path):
    """Killed while it renders: the next run in the same folders removes what it left, and nothing of a living run."""
    slow = tmp_path / "slow"
    slow.mkdir()
    (slow / "npm").write_text("#!/bin/sh\ntouch started\nsleep 60\n")
    (slow / "npm").chmod(0o755)
    env = {**environment(tmp_path), "PATH": f"{slow}:{environment(tmp_path)['PATH']}"}
    words = [BIN / "bgscript", "new", "app", "--yes", "--install"]
    first = subprocess.Popen(words, cwd=tmp_path / "here", env=env, start_new_session=True)
    deadline = time.monotonic() + 60
    while not list((tmp_path / "here").glob(".bgscript.*/project/started")) and time.monotonic() < deadline:
        time.sleep(0.05)
    left = list((tmp_path / "here").glob(".bgscript.*"))
    assert len(left) == 1
    code, _, err = called("new", "other", "--yes", "--no-git")
    assert (code, err, left[0].exists()) == (0, "", True), "a living run is left alone"
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    code, _, err = called("new", "third", "--yes", "--no-git")
    assert (code, left[0].exists()) == (0, False)
    assert err == f"warning: removed {left[0]}, left behind by a run of bgscript that was killed\n"


# --- update, beside other gits --------------------------------------------------------------------------------------


@pytest.fixture
def box(tmp_path):
    sandbox = Sandbox(tmp_path)
    sandbox.release("v1.0.0", {"a.txt": "a\n"})
    sandbox.release("v1.1.0", {"a.txt": "b\n", "new/b.txt": "b\n"})
    sandbox.make({"a.txt": "a\n"})
    return sandbox


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


# --- Streams, signals, permissions ----------------------------------------------------------------------------------


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess:
    env = {**environment(cwd), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(["sh", "-c", command], cwd=cwd, env=env, capture_output=True, timeout=120)


@pytest.mark.parametrize(
    ("redirect", "says"),
    [
        (">&-", "standard output did not take this report"),
        (">/dev/full", "No space left on device"),
        ("--json >/dev/full", "No space left on device"),
        ("2>&-", ""),
        ("<&-", ""),
        (">&- 2>&- <&-", ""),
    ],
)
def test_what_was_done_decides_how_it_ends(redirect, says, tmp_path):
    done = shell(f"'{BIN}/bgscript' new app --yes --no-git {redirect}", tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "app" / "manifest.yml").exists()
    assert b"Traceback" not in done.stderr
    assert b"a bug" not in done.stderr
    assert says.encode() in done.stderr


def test_where_the_text_was_the_work_its_loss_is_a_failure(tmp_path):
    for words in ("targets", "--help", "new --help", "new app --yes --dry-run"):
        done = shell(f"'{BIN}/bgscript' {words} >/dev/full", tmp_path)
        assert (done.returncode, b"Traceback" in done.stderr) == (1, False), words


def test_a_text_that_the_terminal_cannot_show_is_escaped(tmp_path):
    done = shell(
        f"PYTHONIOENCODING=ascii '{BIN}/bgscript' new app -y --no-git --app-name='T\u00e9am \u65e5\u672c'",
        tmp_path,
    )
    assert (done.returncode, b"T\\xe9am" in done.stdout) == (0, True), done.stderr


def test_a_folder_whose_name_is_not_text(tmp_path):
    for name, flags, code in [("a\\377", "", 2), ("b\\377", "--app-name=B --app-key=b --view-title=B", 0)]:
        done = shell(f"'{BIN}/bgscript' new \"$(printf '{name}')\" -y --no-git {flags}", tmp_path)
        assert done.returncode == code, done.stderr
        assert b"Traceback" not in done.stderr
        assert b"a bug" not in done.stderr


def test_signals_are_as_before_when_main_returns(called):
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    assert called("new", "app", "--yes", "--no-git")[0] == 0
    assert called("targets")[0] == 0
    assert {number: signal.getsignal(number) for number in before} == before


def test_create_works_in_a_thread_and_one_interrupt_marks_no_later_call(tmp_path, called):
    ends = []

    def work(number):
        create.create(tiny(tmp_path / f"t{number}"), {"app_name": "x"}, tmp_path / f"app{number}", git=False)
        ends.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == [0, 1, 2]

    def stop(_stage):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create.create(tiny(tmp_path / "t"), {"app_name": "x"}, tmp_path / "stopped", git=False, prepare=stop)
    assert called("targets")[0] == 0


def test_an_interrupt_that_a_library_swallowed_is_noticed_before_placing(tmp_path):
    session = Session()

    def swallowed(_stage):
        session.signals.received = True

    template = tiny(tmp_path / "t")
    with pytest.raises(KeyboardInterrupt):
        create.create(template, {"app_name": "x"}, tmp_path / "app", git=False, prepare=swallowed, session=session)
    assert not (tmp_path / "app").exists()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT])
def test_a_signal_while_releases_are_read_leaves_nothing(number, tmp_path):
    """git takes its time, as over a slow network."""
    shim = tmp_path / "shim"
    shim.mkdir()
    (shim / "git").write_text(f"#!/bin/sh\ntouch {tmp_path}/started\nexec sleep 30\n")
    (shim / "git").chmod(0o755)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    env = {**environment(tmp_path), "PATH": f"{shim}:{environment(tmp_path)['PATH']}", "TMPDIR": str(temporary)}
    process = subprocess.Popen(
        [BIN / "bgscript", "new", "app", "-y", "--template-source=https://127.0.0.1:1/t.git"],
        cwd=tmp_path,
        env=env,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "started").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, number)
    err = process.communicate(timeout=60)[1]
    assert (process.returncode, err) == (130, "error: stopped; nothing was written\n")
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("mask", [0o077, 0o022, 0o002])
def test_the_user_s_umask_holds(mask, tmp_path, bgscript):
    done = bgscript("new", "app", "--yes", preexec_fn=lambda: os.umask(mask))
    assert done.code == 0
    files = [path for path in (tmp_path / "app").rglob("*") if ".git" not in path.parts]
    for path in [tmp_path / "app", *files]:
        expected = 0o777 & ~mask if path.is_dir() else 0o666 & ~mask
        assert stat.S_IMODE(path.stat().st_mode) == expected, path


def test_an_executable_file_of_a_template_stays_executable(tmp_path):
    template = tiny(tmp_path / "t")
    (tmp_path / "t" / "project" / "5.txt").chmod(0o700)
    create.create(template, {"app_name": "x"}, tmp_path / "app", git=False)
    assert os.access(tmp_path / "app" / "5.txt", os.X_OK)


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


def test_a_bug_is_mentioned_in_one_place():
    listed = subprocess.run(
        ["git", "grep", "-c", "a bug in bgscript", "--", "generator"],
        cwd=TEMPLATES.parent,
        text=True,
        capture_output=True,
    )
    assert listed.stdout == "generator/bgscript/system/errors.py:1\n"


def test_the_paths_of_the_template_are_short():
    longest = max((path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*")), key=len)
    assert len(longest) <= 95, longest


def test_the_templates_root_is_what_is_released():
    assert templates.current().root == TEMPLATES
