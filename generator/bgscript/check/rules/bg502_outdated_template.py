"""BG502: an outdated template.

Why: A newer template mends faults and follows the platform.

Wrong::

    _commit: v0.1.0

Right::

    _commit: v0.3.0
"""

from __future__ import annotations

from bgscript.check.levels import NOTE

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG502"
LEVEL = NOTE
SUMMARY = "an outdated template"
REMEDY = "Run `bgscript update`."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
