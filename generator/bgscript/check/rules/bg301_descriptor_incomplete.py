"""BG301: a missing property of a descriptor.

Why: Jira refuses a descriptor or a module of one without what it needs.

Wrong::

    "jiraBackgroundScripts": [{ "key": "script", "url": "/background" }]

Right::

    "jiraBackgroundScripts": [{ "key": "script", "url": "/background", "location": { "type": "dashboard" } }]
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG301"
LEVEL = ERROR
SUMMARY = "a missing property of a descriptor"
REMEDY = "Add it."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
