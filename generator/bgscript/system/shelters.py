"""The folders in which runs work: hidden, locked by their run, and recognised when it was killed.

A run that changes a project writes a journal into its shelter before the first change, see
``change.journal``. A shelter with a journal has what somebody would lose with it: it is removed by
nobody but those who undo or finish the change.
"""

from __future__ import annotations

import os
from contextlib import suppress

from bgscript.system import locks

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFIX = ".bgscript."
"""How the name of a shelter begins."""

JOURNAL = "journal"
"""The file in a shelter that says what its run is changing."""


def make(near: Path) -> tuple[Path, int]:
    """Make a locked folder; again, if another run takes it for abandoned before it is locked.

    Raises:
        OSError: ``near`` cannot be written.
    """
    import tempfile  # late, as shutil below: commands that only read need none of them
    from pathlib import Path

    while True:
        try:
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=near))
        except OSError as error:  # the name of the shelter means nothing to anybody
            raise OSError(error.errno, error.strerror, str(near)) from error
        with suppress(FileNotFoundError, BlockingIOError):
            held = locks.hold(folder)
            if folder.exists():
                return folder, held
            locks.release(held)


def remove(shelter: Path, held: int) -> bool:
    """Remove a shelter, unless it has a journal, and release its lock; returns whether it is gone."""
    import shutil

    if locks.ARE_FILES:  # a file that is open cannot be removed
        locks.release(held)
    if not (shelter / JOURNAL).exists():
        shutil.rmtree(shelter, ignore_errors=True)
    if not locks.ARE_FILES:
        locks.release(held)
    return not shelter.exists()


def remove_abandoned(near: Path) -> list[str]:
    """Remove what runs that were killed have left in a folder, but no journals; returns a sentence for each."""
    sentences = []
    for shelter, held in abandoned(near):
        removed = removal(shelter)
        if remove(shelter, held):
            sentences += removed
    return sentences


def removal(shelter: Path) -> list[str]:
    """The sentence about an abandoned shelter that is removed.

    None about an empty one: a living run may be about to lock it, and then makes another.
    """
    if not {*os.listdir(shelter)} - {locks.FILE}:
        return []
    return [f"removed {shelter}, left behind by a run of bgscript that was killed"]


def abandoned(near: Path) -> Iterator[tuple[Path, int]]:
    """The shelters in a folder whose run is dead, each locked now; the caller releases or removes it.

    The run of a shelter that cannot be locked is taken for alive, and so is another user's.
    """
    with suppress(OSError):
        for shelter in sorted(near.glob(f"{PREFIX}*")):
            with suppress(OSError):
                if not is_ours(shelter):
                    continue
                held = locks.hold(shelter)
                if shelter.exists():
                    yield shelter, held
                else:  # its run has ended meanwhile
                    locks.release(held)


def interrupted(folder: str) -> bool:
    """Whether a run that is dead has left a change of a project half done. Changes nothing."""
    near = git_folder(folder)
    with suppress(OSError):
        for name in os.listdir(near) if near else []:
            if name.startswith(PREFIX) and os.path.exists(f"{near}/{name}/{JOURNAL}"):
                with suppress(BlockingIOError):
                    locks.release(locks.hold(f"{near}/{name}"))
                    return True
    return False


def git_folder(folder: str) -> str:
    """git's folder for the work tree that a folder is in, found without git; empty if there is none."""
    current = os.path.abspath(folder)
    while True:
        found = f"{current}/.git"
        if os.path.isdir(found):
            return found
        if os.path.isfile(found):  # in a linked work tree or a submodule
            with suppress(OSError), open(found, "rb") as file:
                name = os.fsdecode(file.read(10_000).partition(b"gitdir: ")[2].rstrip(b"\n"))
                return os.path.normpath(os.path.join(current, name))
            return ""
        parent = os.path.dirname(current)
        if parent == current:
            return ""
        current = parent


def is_ours(shelter: Path) -> bool:
    """Whether a shelter is of a run of this user; on Windows all files have the same owner."""
    return shelter.lstat().st_uid == (os.geteuid() if hasattr(os, "geteuid") else 0)
