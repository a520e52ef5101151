"""BG231: a handler without its file.

Why: Forge finds a function by the file and the name in it; the file is in src/.

Wrong::

    handler: resolver/index.handler # there is only src/resolvers/index.ts

Right::

    handler: resolvers/index.handler
"""

from __future__ import annotations

from bgscript.check.files import HANDLER_ENDINGS, handlers
from bgscript.check.findings import Problem
from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG231"
LEVEL = ERROR
SUMMARY = "a handler without its file"
REMEDY = "Correct it: `index.handler` is `handler` of src/index.ts."
NEEDS = "functions"


def check(context: Context) -> Iterator[Problem]:
    """Look for the file of each handler."""
    for handler in handlers(context.root, context.folder):
        if not handler.name:
            message = f"The handler `{handler.node.value}` must be a file and an export of it."
            yield Problem(handler.node, message, "Write `file.export`, as in `index.handler` for src/index.ts.")
        elif not handler.file:
            endings = ", ".join(HANDLER_ENDINGS)
            message = f"There is no file `{handler.base}/{handler.module}` with one of the endings {endings}."
            hint = "Correct the handler, or create the file."
            if handler.is_built:
                hint = "Build the project, or correct the handler."
            level = "note" if handler.is_built and not context.exists(handler.base) else ""
            yield Problem(handler.node, message, hint, level)
