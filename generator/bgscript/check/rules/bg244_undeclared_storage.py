"""BG244: data stored by a remote that is not declared.

Why: An app that stores data of people outside of Atlassian has to say so.

Wrong::

    operations: [storage]
    storage: {}

Right::

    operations: [storage]
    storage: { inScopeEUD: true }
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG244"
LEVEL = ERROR
SUMMARY = "data stored by a remote that is not declared"
REMEDY = "Say in `storage.inScopeEUD` whether it stores data of people."
NEEDS = "remotes"


def check(context: Context) -> Iterator[Problem]:
    """Look at what each remote that stores data says of it."""
    for remote in context.root.get("remotes") or ():
        storage = remote.get("storage")
        stores = any(item.value == "storage" for item in remote.get("operations") or ())
        if stores and storage is not None and storage.get("inScopeEUD") is None:
            yield Problem(storage, "`storage` needs `inScopeEUD`.", "Add `inScopeEUD: true` or `false`.")
