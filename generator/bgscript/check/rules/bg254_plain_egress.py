"""BG254: addresses in the deprecated form of plain texts.

Why: Addresses as plain texts are deprecated since @forge/cli 13.3; an object can also say what is sent there.

Wrong::

    permissions:
      external:
        fetch:
          backend: ['https://api.example.com']

Right::

    permissions:
      external:
        fetch:
          backend:
            - address: https://api.example.com
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG254"
LEVEL = WARNING
SUMMARY = "addresses in the deprecated form of plain texts"
REMEDY = "Write `- address: …` for each."
NEEDS = "external"


def check(context: Context) -> Iterator[Problem]:
    """Look for plain texts among the addresses."""
    external = context.root.get("permissions", "external")
    fetch = external.get("fetch") if external is not None else None
    lists = [*(fetch.items() if fetch is not None else ()), *(external.items() if external is not None else ())]
    for name, node in lists:
        first = next((item for item in node if isinstance(item.value, str)), None)
        if first is not None:
            message = f"The addresses of `{name}` are plain texts, a form that is deprecated."
            yield Problem(first, message, f'Write `- address: "{first.value}"`.')
