"""BG225: a widget without an edit view.

Why: The host asks for the edit view when somebody adds a widget; Atlassian's validator does not ask for it.

Wrong::

    dashboards:widget:
      - key: view
        resource: view

Right::

    dashboards:widget:
      - key: view
        resource: view
        edit: { resource: edit }
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING
from bgscript.check.modules import entries

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG225"
LEVEL = WARNING
SUMMARY = "a widget without an edit view"
REMEDY = "Add `edit` with a resource of its own."
NEEDS = "widgets"


def check(context: Context) -> Iterator[Problem]:
    """Look at each widget."""
    for entry in entries(context.root, "dashboards:widget"):
        if entry.get("edit") is None:
            message = "Atlassian Home requires `edit` of a widget, though its validator does not."
            yield Problem(entry, message, "Add `edit:` with a resource of its own.")
