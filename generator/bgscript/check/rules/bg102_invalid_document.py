"""BG102: a file that is not valid YAML or JSON.

Why: Forge and Jira refuse a document that their readers cannot read. An empty file, one with more than 100 levels,
and an alias that contains itself are such documents, too.

Wrong::

    modules: [

Right::

    modules:
      jira:issuePanel: []
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG102"
LEVEL = ERROR
SUMMARY = "a file that is not valid YAML or JSON"
REMEDY = "Correct the line. An empty file, more than 100 levels, and an alias that contains itself are reported too."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
