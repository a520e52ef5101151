"""Holds git's own lock on an index while a change is made, so that no other git touches the index then.

The lock is a file, which stays when its owner is killed. Ours names the shelter of its run, and
appears with that name in it, in one step; so a later run finds the owner, and knows by the
shelter's lock whether it is alive. The new index is never written into the lock file, as git does
it: a half written index would name nobody.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shlex import quote

from bgscript.system import locks, shelters
from bgscript.system.errors import BgscriptError

_MARK = b"bgscript "


@contextmanager
def held(index: Path, shelter: Path, folder: Path) -> Iterator[None]:
    """Hold the lock on an index for a run, or take over the one that it has already.

    Args:
        shelter: the run's.
        folder: the project's, for the error.

    Raises:
        BgscriptError: another program holds it.
    """
    mark = shelter / "mark"
    mark.write_bytes(_MARK + os.fsencode(shelter.name))
    lock = _lock(index)
    try:
        os.link(mark, lock)
    except FileExistsError:
        if _owner(index) != shelter.name:
            raise busy(index, folder) from None
    except (OSError, NotImplementedError):  # a file system without hard links
        _create(lock, mark.read_bytes(), index, folder)
    try:
        yield
    finally:
        release(index, shelter)


def _create(lock: Path, content: bytes, index: Path, folder: Path) -> None:
    try:
        with lock.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise busy(index, folder) from None


def release(index: Path, shelter: Path) -> None:
    """Remove the lock, if it is a run's."""
    with suppress(OSError):
        if _owner(index) == shelter.name:
            _lock(index).unlink()


def check(folder: Path, git_folder: Path, index: Path) -> None:
    """Refuse to begin while another program holds the lock. One of a dead run's, whose shelter is gone, is removed.

    Raises:
        BgscriptError: somebody holds it.
    """
    name = _owner(index)
    if not name:
        if name is not None:
            raise busy(index, folder)
        return
    shelter = git_folder / name
    with suppress(FileExistsError):
        shelter.mkdir(mode=0o700)  # again, so that of several runs one removes the lock
    try:
        held = locks.hold(shelter)
    except FileNotFoundError:
        return  # its run has ended just now
    except PermissionError as error:
        raise _of_another_user(shelter, folder) from error
    except OSError as error:
        raise busy(index, folder) from error
    if (shelter / shelters.JOURNAL).exists():  # ``recovery`` leaves it to its owner, and found our own run alive
        is_ours = shelters.is_ours(shelter)
        locks.release(held)
        raise busy(index, folder) if is_ours else _of_another_user(shelter, folder)
    release(index, shelter)
    shelters.remove(shelter, held)


def _of_another_user(shelter: Path, folder: Path) -> BgscriptError:
    problem = f"another user's run of bgscript is changing {folder}, or was killed while it did"
    hint = f"if it no longer runs, run any bgscript command there as the owner of {shelter}, which settles it"
    return BgscriptError(problem, hint)


def busy(index: Path, folder: Path) -> BgscriptError:
    """The error for a lock that another program holds."""
    lock = _lock(index)
    name = _owner(index)
    if not name:
        hint = f"if no git runs there any more: rm {quote(str(lock))}"
        return BgscriptError(f"another git is working in {folder}: {lock} exists", hint)
    return BgscriptError(f"another run of bgscript is changing {folder}", "wait for it; then try again")


def _lock(index: Path) -> Path:
    return index.with_name(f"{index.name}.lock")


def _owner(index: Path) -> str | None:
    """The name of the shelter of the run that holds the lock; empty for another program, None if nobody does."""
    try:
        with _lock(index).open("rb") as file:
            content = os.fsdecode(file.read(200))
    except FileNotFoundError:
        return None
    except OSError:
        return ""
    name = content.removeprefix(os.fsdecode(_MARK))
    return name if name != content and name.startswith(shelters.PREFIX) and Path(name).name == name else ""
