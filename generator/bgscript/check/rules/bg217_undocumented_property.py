"""BG217: a property that Atlassian does not document.

Why: A property that Atlassian's reference does not have probably has no effect.

Wrong::

    jira:issuePanel:
      - key: panel
        placement: top

Right::

    jira:issuePanel:
      - key: panel
"""

from __future__ import annotations

from bgscript.check.levels import NOTE

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG217"
LEVEL = NOTE
SUMMARY = "a property that Atlassian does not document"
REMEDY = "Remove it if it has no effect. Ignore the note if you know better."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
