"""BG207: two modules or functions with one key.

Why: Modules and functions share one list of keys, and Forge refuses a key that is there twice.

Wrong::

    jira:issuePanel:
      - key: team
    function:
      - key: team

Right::

    jira:issuePanel:
      - key: team
    function:
      - key: resolver
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import ERROR
from bgscript.documents.document import Node, Unknown

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG207"
LEVEL = ERROR
SUMMARY = "two modules or functions with one key"
REMEDY = "Give one of them another key. Modules and functions share one list of keys."
NEEDS = "modules"


def check(context: Context) -> Iterator[Problem]:
    """Compare the keys of all modules and functions."""
    seen: dict[object, tuple[str, Node]] = {}
    for section in ("modules", "connectModules"):
        for kind, node in (context.root.get(section) or Node({}, 1, 1)).items():
            for entry in node:
                key = entry.get("key")
                if key is None or isinstance(key.value, (Unknown, dict, list)):
                    continue
                if key.value not in seen:
                    seen[key.value] = (kind, key)
                    continue
                other, first = seen[key.value]
                message = f"The key `{key.value}` is taken: `{other}` on line {first.line} has it."
                hint = "Give one of the two another key. Keys are unique across all modules and functions."
                yield Problem(key, message, hint)
