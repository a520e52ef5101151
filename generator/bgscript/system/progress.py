"""Says what takes long, in whole lines. What takes less than two seconds is not mentioned.

Lines stay, so they can be read by a screen reader and in a log; nothing is animated.
"""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic

TYPE_CHECKING = False  # as in cli/main.py
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

AFTER = 2.0
"""Seconds after which there is a line."""


class Progress:
    """The progress of one run."""

    def __init__(self, write: Callable[[str], None] | None = None) -> None:
        """Prepare to say something.

        Args:
            write: gets each line, from another thread too; without it, nothing is said.
        """
        self._write = write
        self._last = monotonic()

    @contextmanager
    def during(self, sentence: str, wait: float | None = None) -> Iterator[None]:
        """Say a sentence while something takes long.

        Args:
            wait: the seconds until then, those of ``AFTER`` by default.
        """
        wait = AFTER if wait is None else wait
        if self._write is None or wait <= 0:
            self._say(sentence)
            yield
            return
        import threading

        timer = threading.Timer(wait, self._say, [sentence])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # so that no line comes after what follows

    def each(self, items: Sequence[str]) -> Iterator[str]:
        """Go through names, and say from time to time which one is next: ``3 of 40: name``."""
        self._last = monotonic()
        for number, item in enumerate(items, start=1):
            if len(items) == 1:
                yield item
                continue
            with self.during(f"{number} of {len(items)}: {item}", AFTER - (monotonic() - self._last)):
                yield item

    def _say(self, sentence: str) -> None:
        self._last = monotonic()
        if self._write:
            self._write(sentence)
