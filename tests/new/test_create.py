"""A folder becomes a whole project or stays as it was: what is in the way, who else is at work, what stops it."""

import multiprocessing
import os
import resource
import signal
import stat
import threading
from pathlib import Path

import pytest

from bgscript.new import create
from bgscript.system.errors import BgscriptError
from bgscript.system.session import Session
from tests.support.commands import NO_BYTECODE, NO_CACHE, everything_below, run
from tests.support.layers import exhaustive
from tests.support.paths import BIN, HANGS
from tests.support.sandbox import write
from tests.support.stopping import Stopper
from tests.support.templates import tiny


def test_a_folder_in_use_is_left_alone(bgscript, tmp_path):
    (tmp_path / "team-pulse").mkdir()
    (tmp_path / "team-pulse" / "notes.txt").write_text("mine")
    done = bgscript("new", "team-pulse", "--yes")
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        f"error: {tmp_path}/team-pulse is not empty: it has notes.txt",
    )
    assert [path.name for path in tmp_path.rglob("*")] == ["team-pulse", "notes.txt"]


@pytest.mark.parametrize("dangling", [True, False])
def test_a_symbolic_link_in_the_way_is_refused(dangling, bgscript, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    if not dangling:
        elsewhere.mkdir()
    (tmp_path / "team-pulse").symlink_to(elsewhere)
    done = bgscript("new", "team-pulse", "--yes")
    assert (done.code, "is a symbolic link to" in done.err) == (1, True)
    assert not dangling or not elsewhere.exists()


def test_a_file_in_the_way_is_refused(bgscript, tmp_path):
    (tmp_path / "taken").write_text("mine")
    for path in ("taken", "taken/below"):
        done = bgscript("new", path, "--yes")
        assert (done.code, done.err.count("error: "), "Traceback" in done.err) == (1, 1, False)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_an_unwritable_folder_is_named(bgscript):
    done = bgscript("new", "/proc/team-pulse", "--yes")
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        "error: cannot write /proc/team-pulse: No such file or directory",
    )


@pytest.mark.usefixtures("git")
def test_a_disk_that_fills_up_leaves_nothing_behind(bgscript, tmp_path):
    def small_files_only():
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))

    done = bgscript("new", "deep/er/team-pulse", "--yes", preexec_fn=small_files_only, env=NO_BYTECODE | NO_CACHE)
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        f"error: cannot write {tmp_path}/deep/er/team-pulse: File too large",
    )
    assert list(tmp_path.iterdir()) == []


STOPS_ITSELF = """
import os, sys
from bgscript.__main__ import main
number, at, log = int(sys.argv.pop(1)), int(sys.argv.pop(1)), sys.argv.pop(1)
writes = 0
def count(event, arguments):
    global writes
    makes = event in ("os.mkdir", "os.rename") or event == "open" and arguments[2] & os.O_CREAT
    if event == "subprocess.Popen" or makes and os.path.abspath(str(arguments[0])).startswith(os.getcwd()):
        writes += 1
        if writes == at:
            os.kill(os.getpid(), number)
sys.addaudithook(count)
code = main()
at = 0
with open(log, "w") as file:
    file.write(str(writes))
sys.exit(code)
"""
"""Runs bgscript, and sends itself a signal as it makes a file or a folder, moves one, or starts git."""


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("number", [signal.SIGINT, exhaustive(signal.SIGTERM), exhaustive(signal.SIGHUP)])
def test_stopped_as_it_writes_it_leaves_a_whole_project_or_nothing(number, tmp_path):
    """At the first of what it writes, at the last, and in between."""

    def new(at):
        folder = tmp_path / str(at)
        folder.mkdir()
        words = ("-c", STOPS_ITSELF, number.value, at, tmp_path / "writes", "new", "a/b", "--yes")
        done = run(BIN / "python", *map(str, words), cwd=folder, env=NO_CACHE)
        left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if ".git/" not in f"{path}/"}
        return done, left

    done, whole = new(0)
    count = int((tmp_path / "writes").read_text())
    assert (done.code, done.err, count > 100) == (0, "", True)
    ends = []
    for at in (1, 2, count // 4, count // 2, count - 6, count - 1):
        done, left = new(at)
        assert (done.code, left) in [(0, whole), (130, set())], (at, done.err)
        assert done.err == ("error: stopped; nothing was written\n" if done.code else "")
        ends.append(done.code)
    assert ends[1:4] == [130] * 3  # signals are ignored while the first folder is made


@pytest.mark.exhaustive
@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_at_any_moment_it_leaves_a_whole_project_or_nothing(number, tmp_path):
    """Not only as it writes: at what it loads, renders and reads, and while it waits for git."""
    stopper = Stopper(tmp_path / "stopper")

    def new(run, at):
        folder = tmp_path / f"{run.__name__}-{at}"
        folder.mkdir()
        done = run("new", "a/b", "--yes", cwd=folder, at=at, number=number)
        left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if ".git/" not in f"{path}/"}
        return done, left

    for run_it, moments in ((stopper.run, 16), (stopper.run_to_git, 4)):
        done, whole = new(run_it, 0)
        assert (done.code, done.err, len(whole) > 40) == (0, "", True)
        count = stopper.count
        ends = []
        for at in range(1, count, -(-count // moments)):
            done, left = new(run_it, at)
            assert (done.code, left) in [(0, whole), (130, set())], (at, done.err)
            assert done.err == ("error: stopped; nothing was written\n" if done.code else "")
            ends.append(done.code)
        assert ends[0] == 130
        assert len(ends) >= moments - 1
        assert ends.count(130) > len(ends) / 2, ends


def race(template, destination, barrier, results):
    try:
        create.create(template, {"app_name": "x"}, destination, git=False, prepare=lambda _: barrier.wait())
        results.put("made")
    except BgscriptError as error:
        results.put(error.message)


@pytest.mark.parametrize(("exists", "races"), [(True, 5), (False, 5), exhaustive(True, 20), exhaustive(False, 20)])
def test_of_two_that_make_one_folder_one_does_and_the_other_says_so(exists, races, tmp_path):
    template = tiny(tmp_path / "template")
    whole = create.preview(template, {"app_name": "x"}, tmp_path / "other")
    context = multiprocessing.get_context("fork")
    for number in range(races):
        destination = tmp_path / str(number)
        if exists:
            destination.mkdir()
        barrier, results = context.Barrier(2), context.Queue()
        runs = [context.Process(target=race, args=(template, destination, barrier, results)) for _ in range(2)]
        for each in runs:
            each.start()
        ends = sorted(results.get(timeout=HANGS) for _ in runs)
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


@pytest.mark.usefixtures("git")
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


@pytest.mark.parametrize("mask", [0o077, 0o022, 0o002])
def test_the_user_s_umask_holds(mask, tmp_path, bgscript):
    done = bgscript("new", "app", "--yes", "--no-git", preexec_fn=lambda: os.umask(mask))
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
