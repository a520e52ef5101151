"""BG309: two modules of a descriptor with one key.

Why: Jira identifies the modules of an app by their keys.

Wrong::

    "webPanels": [{ "key": "a", … }, { "key": "a", … }]

Right::

    "webPanels": [{ "key": "a", … }, { "key": "b", … }]
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG309"
LEVEL = ERROR
SUMMARY = "two modules of a descriptor with one key"
REMEDY = "Give one of them another key."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
