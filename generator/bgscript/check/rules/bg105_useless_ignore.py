"""BG105: an instruction to ignore a finding that has no effect.

Why: A finding is ignored only with a code that exists and with a reason: without one, nobody knows later why.

Wrong::

    - key: edit # bgscript-ignore BG227

Right::

    - key: edit # bgscript-ignore BG227: the edit view comes with the next release
"""

from __future__ import annotations

from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG105"
LEVEL = WARNING
SUMMARY = "an instruction to ignore a finding that has no effect"
REMEDY = "Write the code and a reason, see above."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
