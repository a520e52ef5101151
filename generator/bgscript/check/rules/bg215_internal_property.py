"""BG215: a property that is internal to Atlassian.

Why: Atlassian's schema has properties for its own use, which are refused in a manifest.

Wrong::

    renderRuntimeType: v2

Right::

    # nothing
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG215"
LEVEL = ERROR
SUMMARY = "a property that is internal to Atlassian"
REMEDY = "Remove it."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
