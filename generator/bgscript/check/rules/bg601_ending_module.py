"""BG601: a module that Atlassian will remove.

Why: After the day, the module is no longer shown.

Wrong::

    modules:
      jira:dashboardBackgroundScript: […]

Right::

    modules:
      dashboards:backgroundScript: […]
"""

from __future__ import annotations

from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG601"
LEVEL = WARNING
SUMMARY = "a module that Atlassian will remove"
REMEDY = "Move before the day; the message names the command."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
