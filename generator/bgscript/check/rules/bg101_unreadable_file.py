"""BG101: a file that cannot be read.

Why: What cannot be read cannot be checked: no permission, no regular file, not UTF-8, or larger than 1 MB.

Wrong::

    manifest.yml saved as UTF-16

Right::

    manifest.yml saved as UTF-8
"""

from __future__ import annotations

from bgscript.check.findings import Problem, Spot
from bgscript.check.levels import ERROR, NOTE

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG101"
LEVEL = ERROR
SUMMARY = "a file that cannot be read"
REMEDY = "Make it readable, UTF-8, and smaller than 1 MB."
NEEDS = "unread"


def check(context: Context) -> Iterator[Problem]:
    """Note sources that are pipes or devices."""
    yield from context.noticed.get(CODE, ())
    for name in context.modules.skipped:
        message = f"`{name}` is not a regular file, so it was not read."
        yield Problem(Spot(file=name), message, "Put a file there, or give it another name.", NOTE)
