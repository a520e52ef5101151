"""BG210: a runtime that has ended.

Why: Forge runs the versions of Node.js that it lists, and refuses to deploy for another one.

Wrong::

    runtime:
      name: nodejs18.x

Right::

    runtime:
      name: nodejs24.x
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG210"
LEVEL = ERROR
SUMMARY = "a runtime that has ended"
REMEDY = "Choose a runtime that Forge runs: `nodejs24.x`."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
