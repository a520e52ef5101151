"""BG213: an experience that Atlassian refuses.

Why: A global script says on which pages of Jira it runs, and `all` cannot be combined.

Wrong::

    experience: [all, board]

Right::

    experience: [board, issue-view]
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG213"
LEVEL = ERROR
SUMMARY = "an experience that Atlassian refuses"
REMEDY = "Write a list of `board`, `dashboard` and `issue-view`; or `all` alone."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
