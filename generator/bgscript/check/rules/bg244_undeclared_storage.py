"""BG244: data stored by a remote that is not declared.

Why: An app that stores data of people outside of Atlassian has to say so.

Wrong::

    operations: [storage]
    storage: {}

Right::

    operations: [storage]
    storage: { inScopeEUD: true }
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG244"
LEVEL = ERROR
SUMMARY = "data stored by a remote that is not declared"
REMEDY = "Say in `storage.inScopeEUD` whether it stores data of people."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
