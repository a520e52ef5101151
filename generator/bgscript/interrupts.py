"""Ctrl-C and its like: raised as KeyboardInterrupt at once, except where a step must not be cut in two."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

_seen = False
_over = False
_ignoring = False


def listen() -> None:
    """Treat a request to terminate, or a closed terminal, as Ctrl-C is treated."""
    global _over
    _over = False
    for number in SIGNALS:
        signal.signal(number, _interrupt)
    sys.unraisablehook = _unraisable


def came() -> bool:
    """Whether there was an interrupt, whatever some library has made of it."""
    return _seen


def check() -> None:
    """Raise KeyboardInterrupt if one came that some library swallowed."""
    if _seen:
        raise KeyboardInterrupt


def are_ignored() -> bool:
    """Whether a step is under way that must not be cut in two. Programs that it starts have to be told, see ``git``."""
    return _ignoring


@contextmanager
def ignored() -> Iterator[None]:
    """For steps that must not be cut in two: putting the project in place, and cleaning up."""
    global _ignoring
    former = {number: signal.signal(number, signal.SIG_IGN) for number in SIGNALS}
    before, _ignoring = _ignoring, True
    try:
        yield
    finally:
        _ignoring = before
        for number, handler in former.items():
            signal.signal(number, signal.SIG_IGN if _over else handler)


def over() -> None:
    """The work is done: only its report is left, and "nothing was written" would be a lie from here on."""
    global _over
    _over = True
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    global _seen
    _seen = True
    raise KeyboardInterrupt


def _unraisable(unraisable: Any) -> None:
    """Say nothing of an interrupt that hit a callback, where Python cannot raise it: ``check`` will."""
    if unraisable.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(unraisable)
