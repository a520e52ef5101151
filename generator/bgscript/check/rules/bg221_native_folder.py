"""BG221: render: native with a folder.

Why: `render: native` compiles a source file; a build folder is shown as it is.

Wrong::

    resource: view # path: build/view
    render: native

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

CODE = "BG221"
LEVEL = ERROR
SUMMARY = "render: native with a folder"
REMEDY = "Name the source file, or remove `render` for a folder that is built."
NEEDS = "noticed"


def check(context: Context) -> Iterator[Problem]:
    """What the passes have noticed."""
    yield from context.noticed.get(CODE, ())
