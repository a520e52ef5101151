"""BG218: a display condition that Atlassian does not check.

Why: Atlassian does not check the conditions of this module, and one that does not exist hides nothing.

Wrong::

    jira:issueViewBackgroundScript:
      - key: script
        displayConditions: { isAdmn: true }

Right::

    jira:issueViewBackgroundScript:
      - key: script
        displayConditions: { isAdmin: true }
"""

from __future__ import annotations

from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG218"
LEVEL = WARNING
SUMMARY = "a display condition that Atlassian does not check"
REMEDY = "Correct the spelling: a condition that does not exist hides nothing."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
