"""Requests to stop a run: Ctrl-C, SIGTERM, a closed terminal. They arrive as KeyboardInterrupt."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

NUMBERS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Signals:
    """How one run handles signals. Before it is opened, and outside the main thread, it changes nothing."""

    def __init__(self) -> None:
        self.received = False
        """Whether a signal came, even if a library swallowed the KeyboardInterrupt."""
        self._former: dict[int, Any] = {}
        self._former_hook = sys.unraisablehook
        self._ignoring = False
        self._finished = False

    def __enter__(self) -> Signals:
        if threading.current_thread() is threading.main_thread():
            self._former = {number: signal.signal(number, self._interrupt) for number in NUMBERS}
            self._former_hook, sys.unraisablehook = sys.unraisablehook, self._unraisable
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)
        if self._former:
            sys.unraisablehook = self._former_hook
        self._former = {}

    def check(self) -> None:
        """Raise KeyboardInterrupt if one came that a library swallowed."""
        if self.received:
            raise KeyboardInterrupt

    @contextmanager
    def ignored(self) -> Iterator[None]:
        """Ignore signals for a step that must not be interrupted: putting files in place, and cleaning up."""
        before, self._ignoring = self._ignoring, bool(self._former)
        self._handle(signal.SIG_IGN)
        try:
            yield
        finally:
            self._ignoring = before
            if not (before or self._finished):
                self._handle(self._interrupt)

    def finish(self) -> None:
        """Ignore signals from now on: the work is done, and a stop during the report would hide that."""
        self._finished = True
        self._handle(signal.SIG_IGN)

    def resume(self) -> None:
        """Handle signals again after ``finish``, because there is more work."""
        self._finished = False
        self._handle(self._interrupt)

    def _handle(self, handler: Any) -> None:
        if threading.current_thread() is threading.main_thread():
            for number in self._former:
                signal.signal(number, handler)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self.received = True
        raise KeyboardInterrupt

    def _unraisable(self, unraisable: Any) -> None:
        """Print nothing about an interrupt in a callback, where Python cannot raise it. ``check`` raises it."""
        if unraisable.exc_type is not KeyboardInterrupt:
            self._former_hook(unraisable)
