"""BG224: a build folder without index.html.

Why: Forge shows the index.html of a folder, and refuses a folder without one.

Wrong::

    build/view/ without index.html

Right::

    build/view/index.html
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG224"
LEVEL = ERROR
SUMMARY = "a build folder without index.html"
REMEDY = "Build the project, or correct the path."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
