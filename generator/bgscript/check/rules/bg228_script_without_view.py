"""BG228: a background script without a view.

Why: A script shares data with modules on the same page. Without one, nobody hears it.

Wrong::

    modules:
      jira:issueViewBackgroundScript: [{ key: script, resource: background }]

Right::

    modules:
      jira:issueViewBackgroundScript: [{ key: script, resource: background }]
      jira:issuePanel: [{ key: panel, … }]
"""

from __future__ import annotations

from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG228"
LEVEL = WARNING
SUMMARY = "a background script without a view"
REMEDY = "Add a view on the same page, or remove the script."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
