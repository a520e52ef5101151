"""BG223: a path that does not exist.

Why: A resource is uploaded from its path. A missing build folder in a fresh clone is not reported.

Wrong::

    path: src/veiw/index.tsx

Right::

    path: src/view/index.tsx
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG223"
LEVEL = ERROR
SUMMARY = "a path that does not exist"
REMEDY = "Correct the path. A missing build folder in a fresh clone is not reported."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
