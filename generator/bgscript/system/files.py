"""Writes files so that they survive a loss of power, and moves them between file systems."""

import errno
import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_AT_ONCE = 8
"""The system writes files to the disk that are synchronised at once in one go: it takes a tenth of the time."""


def write_safely(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all, and on the disk when this returns."""
    aside = path.with_name(path.name + ".new")
    aside.write_bytes(content)
    synchronise([aside])
    aside.replace(path)
    synchronise([path.parent])


def synchronise(paths: Iterable[Path]) -> None:
    """Wait until files and folders are on the disk, as far as the system knows; without links and what is gone."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        list(threads.map(_synchronise, [path for path in paths if not path.is_symlink()]))


def _synchronise(path: Path) -> None:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError, PermissionError):  # Windows opens no folders
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EROFS, errno.EBADF):  # not a thing that can be synchronised
            raise
    finally:
        os.close(descriptor)


def move(source: Path, target: Path, aside: Path) -> None:
    """Put a file or link in the place of another, in one step.

    Args:
        aside: a name beside ``target``, for a copy that comes first if ``source`` is on another file system.
    """
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        aside.unlink(missing_ok=True)
        try:
            shutil.copy2(source, aside, follow_symlinks=False)
            aside.replace(target)
        except OSError:
            aside.unlink(missing_ok=True)
            raise
        source.unlink()


def keep(source: Path, copy: Path) -> None:
    """Keep a file or link under a second name: as a hard link, with owner and times, or as a copy where that fails."""
    try:
        os.link(source, copy, follow_symlinks=False)
    except (OSError, NotImplementedError):  # another file system, one without hard links, or somebody else's file
        shutil.copy2(source, copy, follow_symlinks=False)
