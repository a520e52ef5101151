"""BG204: a value that is not allowed there.

Why: Forge refuses a value of another type or one that is not in its list.

Wrong::

    jira:dashboardGadget:
      - key: gadget
        refreshable: often

Right::

    jira:dashboardGadget:
      - key: gadget
        refreshable: true
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG204"
LEVEL = ERROR
SUMMARY = "a value that is not allowed there"
REMEDY = "Write what the message says."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
