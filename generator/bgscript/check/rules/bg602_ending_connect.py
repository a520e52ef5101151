"""BG602: a Connect app, whose support ends.

Why: Atlassian's support of Connect ends, and its Marketplace takes no new Connect apps.

Wrong::

    atlassian-connect.json

Right::

    manifest.yml
"""

from __future__ import annotations

from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG602"
LEVEL = WARNING
SUMMARY = "a Connect app, whose support ends"
REMEDY = "Move to Forge; the message names the command."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
