"""BG203: a misspelt property, which Atlassian ignores.

Why: Most modules take unknown properties without a message, so a misspelt one has no effect.

Wrong::

    jira:issuePanel:
      - key: panel
        viewPortSize: small

Right::

    jira:issuePanel:
      - key: panel
        viewportSize: small
"""

from __future__ import annotations

from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG203"
LEVEL = WARNING
SUMMARY = "a misspelt property, which Atlassian ignores"
REMEDY = "Correct the spelling. Atlassian ignores such a property, so it has no effect."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
