"""BG216: a runtime that Atlassian no longer supports.

Why: A runtime that Atlassian no longer supports gets no fixes, and deploys for it will be refused.

Wrong::

    runtime:
      name: nodejs20.x

Right::

    runtime:
      name: nodejs24.x
"""

from __future__ import annotations

from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG216"
LEVEL = WARNING
SUMMARY = "a runtime that Atlassian no longer supports"
REMEDY = "Choose `nodejs24.x`. Atlassian blocks deploys of such apps, step by step."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
