"""BG212: a display condition that Atlassian refuses.

Why: Forge refuses a display condition that it does not know, or one with a value of another type.

Wrong::

    displayConditions:
      isAdmn: true

Right::

    displayConditions:
      isAdmin: true
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG212"
LEVEL = ERROR
SUMMARY = "a display condition that Atlassian refuses"
REMEDY = "Use a condition of the reference, with a value of its type."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
