"""BG412: an import that Atlassian has removed.

Why: The import is gone: builds of the app fail.

Wrong::

    import { storage } from '@forge/api';

Right::

    import { kvs } from '@forge/kvs';
"""

from __future__ import annotations

from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING
from bgscript.template import lifecycle_file

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG412"
LEVEL = WARNING
SUMMARY = "an import that Atlassian has removed"
REMEDY = "Import from the package that the message names."
NEEDS = "stored"


def check(context: Context) -> Iterator[Problem]:
    """Look for ``storage`` of ``@forge/api``."""
    for use in context.reading.stored:
        if use.name != "@forge/api":
            continue
        fact = context.lifecycle.apis["storage of @forge/api"]
        message = f"Atlassian removed `storage` from `@forge/api` on {lifecycle_file.in_words(fact['since'])}."
        yield Problem(context.at(use), message, f"Import it from `{fact['replacement']}`.")
