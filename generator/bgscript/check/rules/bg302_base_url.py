"""BG302: a base URL that Jira refuses.

Why: Jira installs an app only from an address with https. Addresses with placeholders are not checked.

Wrong::

    "baseUrl": "http://example.com"

Right::

    "baseUrl": "https://example.com"
"""

from __future__ import annotations

import re

from bgscript.check.descriptor import is_computed
from bgscript.check.findings import Problem
from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG302"
LEVEL = ERROR
SUMMARY = "a base URL that Jira refuses"
REMEDY = "Serve the app over https. Addresses with placeholders are not checked."
NEEDS = "descriptor"

_HTTPS = re.compile(r"https://[^\s/]+")


def check(context: Context) -> Iterator[Problem]:
    """Look at the address, unless a program fills it in."""
    url = context.root.get("baseUrl")
    if url is not None and not is_computed(url) and not _HTTPS.match(str(url.value)):
        message = f"Jira takes a `baseUrl` with https only, not `{url.value}`."
        yield Problem(url, message, "Write an address that begins with https://.")
