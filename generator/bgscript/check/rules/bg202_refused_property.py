"""BG202: a property that Atlassian refuses.

Why: Forge refuses a property that it does not know here, and deploys nothing.

Wrong::

    dashboards:widget:
      - key: view
        titel: Team

Right::

    dashboards:widget:
      - key: view
        title: Team
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG202"
LEVEL = ERROR
SUMMARY = "a property that Atlassian refuses"
REMEDY = "Correct the spelling, or remove it. `dashboards:*`, `app`, `resources`, `remotes` and functions are strict."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
