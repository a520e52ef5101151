"""BG205: a missing property of a module.

Why: Forge refuses a module, resource, function or remote without what it needs.

Wrong::

    jira:issuePanel:
      - key: panel
        resource: view

Right::

    jira:issuePanel:
      - key: panel
        title: Team
        icon: https://example.com/icon.svg
        resource: view
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG205"
LEVEL = ERROR
SUMMARY = "a missing property of a module"
REMEDY = "Add it."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
