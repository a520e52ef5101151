"""BG603: a module that Atlassian has removed.

Why: The module is no longer shown.

Wrong::

    modules:
      jira:dashboardBackgroundScript: […] # after 17 May 2027

Right::

    modules:
      dashboards:backgroundScript: […]
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG603"
LEVEL = ERROR
SUMMARY = "a module that Atlassian has removed"
REMEDY = "Move now; the message names the command."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
