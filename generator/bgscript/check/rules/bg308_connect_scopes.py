"""BG308: a scope that Connect does not have.

Why: A scope that Connect does not have gives no rights.

Wrong::

    "scopes": ["REED"]

Right::

    "scopes": ["READ"]
"""

from __future__ import annotations

from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG308"
LEVEL = WARNING
SUMMARY = "a scope that Connect does not have"
REMEDY = "Correct the spelling."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
