"""Commands that are interrupted: what each begins with, what it makes, and how to see that nothing is lost."""

from dataclasses import dataclass
from pathlib import Path

from tests.support.adopting import repository
from tests.support.killing import Found, Killer, found
from tests.support.sandbox import Link, Sandbox, Script, git

OLD = {
    "a.txt": "one\ntwo\n",
    "gone/deep/old.txt": "old\n",
    "kind": "a file\n",
    "folder/x.txt": "x\n",
    "link": Link("a.txt"),
    "run.sh": Script("echo 1\n"),
    "both.txt": "both\n",
}
NEW = {
    "a.txt": "one\nTWO\n",
    "new/deep/b.txt": "b\n",
    "kind/now/a.txt": "a folder\n",
    "folder": "a file\n",
    "link": Link("run.sh"),
    "run.sh": "echo 2\n",
    "both.txt": "template's\n",
    "big.bin": b"\0" * 50_000,
}


@dataclass(frozen=True)
class Case:
    """A command, what settles what a killed run of it has left and does nothing else, and the code of a success."""

    words: list[str]
    settle: list[str]
    code: int = 0


def sandbox(folder: Path) -> None:
    """A project with an edit that conflicts; the new release has a change of each kind, from file to folder as well."""
    box = Sandbox(folder.parent)
    box.release("v1.0.0", OLD)
    box.release("v1.1.0", NEW)
    box.repository = folder / "repository"
    box.make(OLD)
    box.edit({"both.txt": "mine\n"})


NOTHING = ["update", "repository/project", "--to=9.9"]
REFUSED = ["remove", "view", "nobody", "app"]
NEXT = ["new", "other", "--yes", "--dry-run"]
NOWHERE = ["adopt", "app", "--target=nowhere"]
CASES = {
    "update": Case(["update", "repository/project"], NOTHING, code=4),
    "branch": Case(["update", "repository/project", "--branch=team/update"], NOTHING, code=4),
    "add": Case(["add", "view", "sales", "app"], REFUSED),
    "add home": Case(["add", "home", "jira-issue", "app"], REFUSED),
    "remove": Case(["remove", "view", "sales", "app"], REFUSED),
    "migrate": Case(["migrate", "app", "--to=jira-issue"], REFUSED),
    "adopt": Case(["adopt", "app", "--yes"], NOWHERE),
    "new": Case(["new", "app", "--yes"], NEXT),
    "new, with folders around it": Case(["new", "deep/er/app", "--yes"], NEXT),
    "new, in a folder": Case(["new", "there", "--yes"], NEXT),
    "new, in a repository": Case(["new", "there", "--yes"], NEXT),
}


def prepare(name: str, killer: Killer) -> tuple[Case, Found, Found]:
    """Make what a case begins with; returns it, and the folder before and after its command."""
    case = CASES[name]
    killer.folder.mkdir()
    if case.settle is NOTHING:
        sandbox(killer.folder)
    elif case.settle is REFUSED:
        view = ["--view=sales=Sales"] if name == "remove" else []
        assert killer.run(["new", "app", "--yes", *view]).code == 0
    elif case.settle is NOWHERE:
        repository("cra", killer.folder / "app")
    elif "there" in case.words:
        (killer.folder / "there").mkdir()
        if name == "new, in a repository":
            git("init", "--quiet", cwd=killer.folder / "there")
    killer.keep()
    before = look(killer, case)
    done = killer.run(case.words)
    assert (done.code, done.err) == (case.code, ""), done.err
    after = look(killer, case)
    assert after != before
    killer.restore()
    return case, before, after


def look(killer: Killer, case: Case) -> Found:
    """What is in the folder. A new project's commit differs by its time, and the branch's, too."""
    seen = found(killer.folder)
    if case.settle is NEXT:
        return Found(
            seen.files, seen.folders, {name: text for name, text in seen.git.items() if "status" in name}, seen.left
        )
    if "--branch=team/update" in case.words:
        listed = {
            name: "\n".join(line.partition(" ")[2] for line in text.splitlines()) for name, text in seen.git.items()
        }
        return Found(seen.files, seen.folders, listed, seen.left)
    return seen


def check(killer: Killer, case: Case, before: Found, after: Found, moment: str, *, again: bool = True) -> str:
    """What a killed run has left is settled by the next command, which says so; then the same command works.

    Returns:
        What the next command says on standard error.
    """
    settled = killer.run(case.settle)
    now = look(killer, case)
    assert now in (before, after), (moment, settled.err, _difference(now, before), _difference(now, after))
    if again:
        done = killer.run(case.words)
        if now == before:
            assert done.code == case.code, (moment, done.err)
            assert look(killer, case) == after, moment
        else:
            assert done.code in (1, 2), (moment, "it is whole, so it cannot be done again", done.err)
    return settled.err


def _difference(one: Found, other: Found) -> dict:
    files = {name for name in {*one.files, *other.files} if one.files.get(name) != other.files.get(name)}
    return {
        "files": sorted(files),
        "folders": sorted(one.folders ^ other.folders),
        "git": [(name, one.git[name], other.git.get(name)) for name in one.git if one.git[name] != other.git.get(name)],
        "left": (one.left, other.left),
    }
