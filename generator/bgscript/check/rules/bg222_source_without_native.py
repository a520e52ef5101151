"""BG222: a source file without render: native.

Why: Without `render: native`, Forge serves a resource as a folder with an index.html.

Wrong::

    resource: view # path: src/view/index.tsx

Right::

    resource: view # path: src/view/index.tsx
    render: native
"""

from __future__ import annotations

from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context
    from bgscript.check.findings import Problem

CODE = "BG222"
LEVEL = ERROR
SUMMARY = "a source file without render: native"
REMEDY = "Add `render: native`, also in `edit`, where Atlassian's validator does not ask for it."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
