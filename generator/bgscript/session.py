"""What one run of a command shares: signals, warnings, and folders to work in."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from bgscript.signals import Signals

try:
    import fcntl
except ImportError:  # not POSIX: folders that a killed run left behind are not recognised there
    fcntl = None  # type: ignore[assignment]

_PREFIX = ".bgscript."


class Session:
    """One run. A library's caller may leave it out; then signals are the caller's own affair."""

    def __init__(self, signals: Signals | None = None) -> None:
        """Prepare a run.

        Args:
            signals: opened by the caller; by default signals stay as they are.
        """
        self.signals = signals or Signals()
        self.warnings: list[str] = []
        self._kept = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept.__exit__(kind, error, trace)

    def keep(self, near: Path) -> Path:
        """A folder like ``shelter``'s that lasts as long as the session."""
        return self._kept.enter_context(self.shelter(near))

    @contextmanager
    def shelter(self, near: Path) -> Iterator[Path]:
        """A hidden, private folder in ``near``, removed at the end whatever happens.

        A lock on it tells that its process is alive. What a killed process left in ``near`` is removed first, with a
        warning.

        Raises:
            OSError: ``near`` cannot be written.
        """
        made = None
        try:
            with self.signals.ignored():
                self._remove_abandoned(near)
                made, lock = _make(near)
            yield made
        finally:
            if made:
                with self.signals.ignored():
                    shutil.rmtree(made, ignore_errors=True)
                    os.close(lock)

    def _remove_abandoned(self, near: Path) -> None:
        """Remove what a run that was killed has left behind."""
        with contextlib.suppress(OSError):
            for entry in sorted(near.glob(f"{_PREFIX}*")):
                with contextlib.suppress(OSError):
                    lock = _lock(entry)
                    shutil.rmtree(entry)
                    os.close(lock)
                    self.warnings.append(f"removed {entry}, which a run of bgscript that was killed had left behind")


def _make(near: Path) -> tuple[Path, int]:
    """Make a locked folder. Between its making and its locking another run may take it for abandoned: then once more."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=near))
        with contextlib.suppress(FileNotFoundError, BlockingIOError):
            lock = _lock(folder)
            if folder.exists():
                return folder, lock
            os.close(lock)


def _lock(folder: Path) -> int:
    """Lock a folder that this user owns; gives its descriptor.

    Raises:
        OSError: another process has locked it, it is somebody else's, or no folder.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(descriptor).st_uid != os.geteuid():
            raise PermissionError
        if fcntl:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
