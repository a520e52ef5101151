"""BG214: a module that does not exist.

Why: Forge refuses a module type that does not exist.

Wrong::

    modules:
      jira:issueBackgroundScript: []

Right::

    modules:
      jira:issueViewBackgroundScript: []
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG214"
LEVEL = ERROR
SUMMARY = "a module that does not exist"
REMEDY = "Correct the spelling."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
