"""BG103: a duplicate key.

Why: YAML readers disagree about which of two entries counts, and Forge refuses the file.

Wrong::

    resources: []
    resources: []

Right::

    resources: []
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG103"
LEVEL = ERROR
SUMMARY = "a duplicate key"
REMEDY = "Merge the two entries. YAML readers disagree about which one counts, and Forge refuses the file."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
