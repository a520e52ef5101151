"""BG206: a key with the wrong characters or length.

Why: Keys have letters, digits, `-` and `_`; those of resources, functions and remotes at most 23 characters.

Wrong::

    resources:
      - key: edit me
        path: build/edit

Right::

    resources:
      - key: edit
        path: build/edit
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG206"
LEVEL = ERROR
SUMMARY = "a key with the wrong characters or length"
REMEDY = "Use letters, digits, `-` and `_`; resources, functions and remotes have at most 23 characters."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
