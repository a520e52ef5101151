"""Whatever ends a run, the folder is as before or the change is whole, and the next run works."""

import signal
from pathlib import Path

import pytest

from tests.support.interrupted import CASES, NEXT, REFUSED, check, look
from tests.support.layers import exhaustive_but


@pytest.mark.parametrize("name", exhaustive_but(CASES, "update", "add", "new"))
def test_killed_in_the_middle_of_its_writing(name, prepared):
    """The real command, at the moment when half of the files are in place; for a new folder, before it appears."""
    killer, case, before, after = prepared(name)
    operations = killer.operations(case.words)
    killer.restore()
    moved = [number for number, line in enumerate(operations, 1) if is_in_place(line, killer.folder)]
    killer.kill(case.words, moved[len(moved) // 2], real=True)
    err = check(killer, case, before, after, operations[moved[len(moved) // 2] - 1])
    assert "killed" in err


def is_in_place(line: str, folder: Path) -> bool:
    """Whether an operation moves something out of the shelter, or makes a branch."""
    return "update-ref" in line or (" os.rename " in line and ".bgscript." not in line.split(", ")[1])


@pytest.fixture
def chosen(request):
    """The operations at which runs are killed, by their numbers: each fourth, of each case others; all with --every."""
    step = 1 if request.config.getoption("--every") else 4

    def choose(operations: list[str], case: str) -> list[tuple[int, str]]:
        return list(enumerate(operations, 1))[len(case) % step :: step]

    return choose


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", CASES)
def test_killed_at_every_operation(name, prepared, chosen):
    killer, case, before, after = prepared(name)
    operations = killer.operations(case.words)
    assert len(operations) > 5
    said = ""
    killed = chosen(operations, name)
    for number, operation in killed:
        killer.restore()
        killer.kill(case.words, number)
        said += check(killer, case, before, after, operation, again=number % 5 == 0)
    if case.settle is REFUSED:
        assert "all files are as before again" in said
        assert "its change is whole" in said or len(killed) < len(operations)  # one operation is between the two


@pytest.mark.exhaustive
@pytest.mark.parametrize("how", ["before", "after", "while"])
@pytest.mark.parametrize("name", CASES)
def test_killed_at_every_call_of_git(name, how, prepared, chosen):
    killer, case, before, after = prepared(name)
    calls = killer.git_calls(case.words)
    for number, call in chosen(calls, name + how):
        killer.restore()
        assert killer.kill_at_git(case.words, number, how).code == -signal.SIGKILL
        check(killer, case, before, after, f"{how} {call}", again=number % 5 == 0)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("update", "read-tree"),
        ("update", "update-index -q --refresh"),
        ("branch", "update-ref"),
        ("branch", "check-ref-format"),
    ],
)
def test_a_git_that_is_killed_alone_ends_the_run_and_changes_nothing(name, call, prepared):
    killer, case, before, after = prepared(name)
    at = number_of(call, killer.git_calls(case.words))
    killer.restore()
    done = killer.kill_at_git(case.words, at, "alone")
    assert (done.code, done.err.count("error: "), look(killer, case)) == (1, 1, before), done.err
    assert killer.run(case.words).code == case.code
    assert look(killer, case) == after


def test_a_git_that_is_killed_when_it_has_made_the_branch_did_its_work(prepared):
    killer, case, _, after = prepared("branch")
    at = number_of("update-ref", killer.git_calls(case.words))
    killer.restore()
    done = killer.kill_at_git(case.words, at, "alone-late")
    assert (done.code, done.err, look(killer, case)) == (case.code, "", after)


@pytest.mark.exhaustive
@pytest.mark.parametrize("how", ["alone", "alone-late"])
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.settle is not NEXT])
def test_each_git_that_is_killed_alone_ends_the_run_and_changes_nothing(name, how, prepared, chosen):
    killer, case, before, after = prepared(name)
    for number, call in chosen(killer.git_calls(case.words), name):
        killer.restore()
        done = killer.kill_at_git(case.words, number, how)
        has_made_branch = how == "alone-late" and "update-ref" in call
        assert done.code in ((case.code,) if has_made_branch else (1, 3)), (call, done)
        assert look(killer, case) == (after if has_made_branch else before), call


def test_a_git_that_works_on_after_its_run_was_killed_is_waited_for(prepared):
    """What it writes belongs to the dead run; to put files back meanwhile would be a race with it."""
    killer, case, before, after = prepared("update")
    at = number_of("update-index -q --refresh", killer.git_calls(case.words))
    killer.restore()
    assert killer.kill_at_git(case.words, at, "orphan").code == -signal.SIGKILL
    half = look(killer, case)
    done = killer.run(case.words)
    assert (done.code, "another run of bgscript is changing" in done.err) == (1, True), done.err
    assert look(killer, case) == half
    killer.let_go()
    check(killer, case, before, after, "after the other git")


def test_a_git_that_is_killed_while_it_locks_a_branch_leaves_no_lock(prepared):
    killer, case, before, after = prepared("branch")
    at = number_of("update-ref", killer.git_calls(case.words))
    killer.restore()
    assert killer.kill_at_git(case.words, at, "locked").code == -signal.SIGKILL
    assert "refs/heads/team/update.lock" in look(killer, case).left, "what a real kill leaves"
    err = check(killer, case, before, after, "while git locked the branch")
    assert "nothing is left of it" in err


def number_of(call: str, calls: list[str]) -> int:
    return next(number for number, line in enumerate(calls, 1) if call in line)
