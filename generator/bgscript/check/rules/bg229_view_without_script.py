"""BG229: a view without a background script.

Why: The app's script is on another page, so this view gets no data from it.

Wrong::

    modules:
      jira:issueViewBackgroundScript: […]
      jira:issuePanel: […]
      confluence:homepageFeed: […]

Right::

    modules:
      …
      confluence:homepageFeed: […]
      confluence:backgroundScript: […]
"""

from __future__ import annotations

from bgscript.check.levels import NOTE

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG229"
LEVEL = NOTE
SUMMARY = "a view without a background script"
REMEDY = "Add a script there if the view should share its data. Otherwise ignore the note."
NEEDS = "scripts"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
