"""BG233: a path that may not have been built yet.

Why: A package with a build is there, which may make this path; in a fresh clone it has not run.

Wrong::

    path: static/view/www # before the build

Right::

    path: static/view/www # after `npm run build`
"""

from __future__ import annotations

from bgscript.check.levels import NOTE

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG233"
LEVEL = NOTE
SUMMARY = "a path that may not have been built yet"
REMEDY = "Build the project, or correct the path."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
