"""BG503: an answer that the project contradicts.

Why: An update starts from the answers: what contradicts them is undone or conflicts.

Wrong::

    target: home-dashboard # manifest.yml has no dashboards:backgroundScript

Right::

    target: home-dashboard # manifest.yml has dashboards:backgroundScript
"""

from __future__ import annotations

from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG503"
LEVEL = WARNING
SUMMARY = "an answer that the project contradicts"
REMEDY = (
    "Restore the file, or change the answer with `bgscript update --set`, so that the next update starts from "
    "what is there."
)
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
