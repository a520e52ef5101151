"""What one run of a command shares: signals, warnings, its progress, and folders to work in."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager

from bgscript.system import shelters
from bgscript.system.progress import Progress
from bgscript.system.signals import Signals

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self


class Session:
    """One run. It is optional for callers of the library, who then handle signals themselves."""

    def __init__(self, signals: Signals | None = None, progress: Progress | None = None) -> None:
        """Prepare a run.

        Args:
            signals: opened by the caller; by default signals stay as they are.
            progress: what says that something takes long; by default nothing is said.
        """
        self.signals = signals or Signals()
        self.progress = progress or Progress()
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
        """A hidden, private folder in ``near``, removed at the end whatever happens, unless it has a journal.

        A lock on it shows that its process is running. Folders of killed processes in ``near`` are removed first, with
        a warning; those with a journal stay, see ``shelters``.

        Raises:
            OSError: ``near`` cannot be written.
        """
        made = None
        try:
            with self.signals.ignored():
                self.warnings += shelters.remove_abandoned(near)
                made, held = shelters.make(near)
            yield made
        finally:
            if made:
                with self.signals.ignored():
                    shelters.remove(made, held)
