"""Locks that show whether a run is alive: the system releases them when their process ends, whatever ended it.

A lock is on a folder, and is held by a descriptor. Elsewhere than on POSIX it is on a file in that
folder, because folders cannot be locked there. A file system without locks (some of a network)
refuses, and then nobody can say who is alive.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

FILE = "lock"
"""The file that is locked where a folder cannot be."""

ARE_FILES = fcntl is None
"""Whether a lock is on a file in its folder."""

_held: set[int] = set()


def hold(folder: str | Path) -> int:
    """Lock a folder against other runs of bgscript; returns the descriptor that holds the lock.

    Raises:
        BlockingIOError: another process has locked it.
        OSError: it is not a folder, cannot be read, or its file system has no locks.
    """
    descriptor = _open(folder)
    try:
        _lock(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    _held.add(descriptor)
    return descriptor


def release(descriptor: int) -> None:
    """Release a lock."""
    _held.discard(descriptor)
    os.close(descriptor)


def held() -> tuple[int, ...]:
    """The descriptors of all locks of this process.

    A program that goes on when this process is killed must inherit them: as long as it works, the run is not over.
    """
    return () if ARE_FILES else tuple(_held)


if fcntl:

    def _open(folder: str | Path) -> int:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

else:

    def _open(folder: str | Path) -> int:
        return os.open(os.path.join(folder, FILE), os.O_RDWR | os.O_CREAT)

    def _lock(descriptor: int) -> None:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except PermissionError as error:  # what it raises for a lock that somebody has
            raise BlockingIOError(error.errno, error.strerror) from error
