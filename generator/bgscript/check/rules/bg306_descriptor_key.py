"""BG306: an invalid key of a descriptor or module.

Why: Keys of modules have letters, digits and `-`; the key of the app also `.` and `_`.

Wrong::

    "key": "team.panel"

Right::

    "key": "team-panel"
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG306"
LEVEL = ERROR
SUMMARY = "an invalid key of a descriptor or module"
REMEDY = "Use letters, digits and `-`; `.` and `_` in the key of the app only."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
