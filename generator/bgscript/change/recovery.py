"""Settles what a killed run has left in a project, before the next command does anything else there.

A run is dead when its shelter can be locked. Its journal says what it was doing; see ``journal``
for what is done about it, and ``reference`` for the other kind. Nothing here trusts the state of
the project: somebody may have worked on in it.
"""

from pathlib import Path
from shlex import quote

from bgscript.change import index_lock, journal, reference
from bgscript.change.journal import INDEX, OLD_INDEX, Journal, Undone
from bgscript.system import git, shelters
from bgscript.system.errors import BgscriptError


def settle(folder: Path, warnings: list[str]) -> None:
    """Undo or finish what killed runs have begun in the repository of a folder.

    Args:
        warnings: gets a sentence about each.

    Raises:
        BgscriptError: not everything could be put back. What is missing is kept, and the next run tries again.
    """
    found = shelters.git_folder(str(folder))
    if not found:
        return
    index = Path(found) / INDEX
    for shelter, held in shelters.abandoned(Path(found)):
        try:
            has_journal = (shelter / shelters.JOURNAL).exists()
            warnings += [_settle(shelter, index, folder)] if has_journal else shelters.removal(shelter)
            index_lock.release(index, shelter)
        finally:
            shelters.remove(shelter, held)


def unrestored(change: Journal, undone: Undone) -> BgscriptError:
    """The error for a change that could not be undone as a whole: it says what is missing, and how to put it back."""
    failed = undone.failed
    named = ", ".join(f"{path} ({reason})" for path, reason in sorted(failed.items())[:10])
    more = f" and {len(failed) - 10} more" if len(failed) > 10 else ""
    problem = f"not put back as before: {named}{more}; what was there is kept in {change.shelter}"
    hint = f"make it writable, and run bgscript here again, which puts it back; or: {change.command(undone)}"
    return BgscriptError(problem, hint)


def _settle(shelter: Path, index: Path, folder: Path) -> str:
    data = journal.read(shelter)
    if data["kind"] == "branch":
        return reference.settle(shelter, data)
    change = journal.load(shelter, data)
    if change.has_happened:
        change.finish()
        return f"a run of bgscript was killed when it had changed {change.top}: its change is whole; see `git status`"
    with index_lock.held(index, shelter, folder):
        if not change.is_undone and _has_moved_on(change, index):
            change.retire()
            seen = f"git -C {quote(str(change.top))} diff {change.head[:12]}"
            problem = f"a run of bgscript was killed while it changed {change.top}, and others have worked there since"
            return f"{problem}: nothing is put back; `{seen}` shows all changes"
        undone = change.undo()
        if undone.failed:
            raise unrestored(change, undone)
        change.retire()
    edited = f", except what was edited since: {', '.join(sorted(undone.edited))}" if undone.edited else ""
    return f"a run of bgscript was killed while it changed {change.top}: all files are as before again{edited}"


def _has_moved_on(change: Journal, index: Path) -> bool:
    """Whether somebody has committed or staged something since the run was killed."""
    if git.text("rev-parse", "HEAD^{commit}", cwd=change.top) != change.head:
        return True
    before, now = (
        git.run("ls-files", "--stage", "-z", cwd=change.top, env={"GIT_INDEX_FILE": str(path)})
        for path in (change.shelter / OLD_INDEX, index)
    )
    return before != now
