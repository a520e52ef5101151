"""BG303: an invalid location of a background script.

Why: The locations are `issue_view` and `dashboard`. Atlassian's page says `issue-view`, which Jira refuses.

Wrong::

    "location": { "type": "issue-view" }

Right::

    "location": { "type": "issue_view" }
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG303"
LEVEL = ERROR
SUMMARY = "an invalid location of a background script"
REMEDY = "Write `issue_view` or `dashboard`. Atlassian's page says `issue-view`, which Jira refuses."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
