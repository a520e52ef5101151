"""BG208: two resources with one key.

Why: A module names its resource by the key, so two resources with one key cannot be distinguished.

Wrong::

    resources:
      - { key: view, path: build/view }
      - { key: view, path: build/edit }

Right::

    resources:
      - { key: view, path: build/view }
      - { key: edit, path: build/edit }
"""

from __future__ import annotations

from bgscript.check.files import resource_keys
from bgscript.check.findings import Problem
from bgscript.check.levels import ERROR
from bgscript.documents.document import Node

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG208"
LEVEL = ERROR
SUMMARY = "two resources with one key"
REMEDY = "Give one of them another key."
NEEDS = "resources"


def check(context: Context) -> Iterator[Problem]:
    """Compare the keys of all resources."""
    seen: dict[str, Node] = {}
    for key in resource_keys(context.root):
        if key.value in seen:
            message = f"The resource key `{key.value}` is taken on line {seen[key.value].line}."
            yield Problem(key, message, "Give one of the two another key.")
        seen.setdefault(key.value, key)
