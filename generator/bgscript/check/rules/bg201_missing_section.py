"""BG201: a missing section or property of a manifest.

Why: Forge deploys nothing without an app with its id and runtime, and without a module.

Wrong::

    app:
      id: ari:cloud:ecosystem::app/…

Right::

    app:
      id: ari:cloud:ecosystem::app/…
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

CODE = "BG201"
LEVEL = ERROR
SUMMARY = "a missing section or property of a manifest"
REMEDY = "Add it: `app` with `id` and `runtime`, and a module."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
