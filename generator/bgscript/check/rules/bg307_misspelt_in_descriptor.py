"""BG307: a misspelt property of a descriptor.

Why: Jira ignores or refuses a property that it does not know.

Wrong::

    "lifecycle": { "instaled": "/installed" }

Right::

    "lifecycle": { "installed": "/installed" }
"""

from __future__ import annotations

from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG307"
LEVEL = WARNING
SUMMARY = "a misspelt property of a descriptor"
REMEDY = "Correct the spelling."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
