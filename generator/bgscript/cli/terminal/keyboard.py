"""Keys that are typed while no prompt is open: not echoed, kept for the next prompt, or discarded."""

import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

try:
    import termios
except ImportError:  # Windows, whose console echoes nothing that no program reads
    termios = None  # type: ignore[assignment]

_QUIET_SECONDS = 0.2
"""How long no key must come until those that were typed ahead are gone."""


@contextmanager
def silent() -> Iterator[None]:
    """Do not echo keys; they stay for whoever reads next."""
    if termios is None:
        yield
        return
    terminal = sys.stdin.fileno()
    before, settings = termios.tcgetattr(terminal), termios.tcgetattr(terminal)
    settings[0] &= ~termios.ICRNL  # Enter stays Enter
    settings[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(terminal, termios.TCSADRAIN, settings)
    try:
        yield
    finally:
        with suppress(termios.error):  # the terminal can be gone
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def discard() -> None:
    """Discard the keys that were typed, until none comes for a moment.

    Raises:
        KeyboardInterrupt: the input has ended.
    """
    if termios is None:
        _discard_on_windows()
        return
    terminal = sys.stdin.fileno()
    termios.tcflush(terminal, termios.TCIFLUSH)
    while select.select([terminal], [], [], _QUIET_SECONDS)[0]:
        if not os.read(terminal, 1024):
            raise KeyboardInterrupt


def _discard_on_windows() -> None:
    import msvcrt
    import time

    time.sleep(_QUIET_SECONDS)
    while msvcrt.kbhit():  # type: ignore[attr-defined]
        if msvcrt.getwch() == "\x03":  # type: ignore[attr-defined]
            raise KeyboardInterrupt
