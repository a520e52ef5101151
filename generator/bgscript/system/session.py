"""What one run of a command shares: signals, warnings, and folders to work in."""

from __future__ import annotations

import contextlib
import os
from contextlib import ExitStack, contextmanager

from bgscript.system.signals import Signals

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

try:
    import fcntl
except ImportError:  # not POSIX: folders that a killed run left behind are not recognised there
    fcntl = None  # type: ignore[assignment]

_PREFIX = ".bgscript."


class Session:
    """One run. It is optional for callers of the library, who then handle signals themselves."""

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

        A lock on it shows that its process is running. Folders of killed processes in ``near`` are removed first, with
        a warning.

        Raises:
            OSError: ``near`` cannot be written.
        """
        made = None
        try:
            with self.signals.ignored():
                self._remove_abandoned(near)
                made, held = _make(near)
            yield made
        finally:
            if made:
                import shutil

                with self.signals.ignored():
                    shutil.rmtree(made, ignore_errors=True)
                    os.close(held)

    def _remove_abandoned(self, near: Path) -> None:
        """Remove what a run that was killed has left behind."""
        import shutil

        with contextlib.suppress(OSError):
            for entry in sorted(near.glob(f"{_PREFIX}*")):
                with contextlib.suppress(OSError):
                    if entry.lstat().st_uid != os.geteuid():
                        continue
                    held = lock(entry)
                    shutil.rmtree(entry)
                    os.close(held)
                    self.warnings.append(f"removed {entry}, left behind by a run of bgscript that was killed")


def _make(near: Path) -> tuple[Path, int]:
    """Make a locked folder; again, if another run takes it for abandoned before it is locked."""
    import tempfile  # late, as shutil above: commands that only read need none of them
    from pathlib import Path

    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=near))
        with contextlib.suppress(FileNotFoundError, BlockingIOError):
            held = lock(folder)
            if folder.exists():
                return folder, held
            os.close(held)


def lock(folder: Path) -> int:
    """Lock a folder against other runs of bgscript, where the system can; returns its descriptor, which holds the lock.

    Raises:
        BlockingIOError: another process has locked it.
        OSError: it is not a folder, or cannot be read.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if fcntl:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
