"""BG101: a file that cannot be read.

Why: What cannot be read cannot be checked: no permission, no regular file, not UTF-8, or larger than 1 MB.

Wrong::

    manifest.yml saved as UTF-16

Right::

    manifest.yml saved as UTF-8
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG101"
LEVEL = ERROR
SUMMARY = "a file that cannot be read"
REMEDY = "Make it readable, UTF-8, and smaller than 1 MB."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
