"""BG211: access without a license where Atlassian does not allow it.

Why: Only some modules can be shown to people without a license, and each has its own list of visitors.

Wrong::

    confluence:homepageFeed:
      - key: feed
        unlicensedAccess: [anonymous]

Right::

    confluence:backgroundScript:
      - key: script
        unlicensedAccess: [anonymous]
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG211"
LEVEL = ERROR
SUMMARY = "access without a license where Atlassian does not allow it"
REMEDY = (
    "Remove it, or list only visitors that the module allows. `confluence:backgroundScript` and "
    "`jira:issuePanel` have this property."
)
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
