"""BG309: two modules of a descriptor with one key.

Why: Jira identifies the modules of an app by their keys.

Wrong::

    "webPanels": [{ "key": "a", … }, { "key": "a", … }]

Right::

    "webPanels": [{ "key": "a", … }, { "key": "b", … }]
"""

from __future__ import annotations

from bgscript.check.descriptor import is_computed
from bgscript.check.findings import Problem
from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG309"
LEVEL = ERROR
SUMMARY = "two modules of a descriptor with one key"
REMEDY = "Give one of them another key."
NEEDS = "descriptor"


def check(context: Context) -> Iterator[Problem]:
    """Compare the keys of all modules."""
    seen: dict[str, int] = {}
    modules = context.root.get("modules")
    for _, entries in modules.items() if modules is not None else ():
        for entry in entries:
            key = entry.get("key")
            if key is None or not isinstance(key.value, str) or is_computed(key):
                continue
            if key.value in seen:
                message = f"The key `{key.value}` is taken on line {seen[key.value]}."
                yield Problem(key, message, "Give one of the two another key.")
            seen.setdefault(key.value, key.line)
