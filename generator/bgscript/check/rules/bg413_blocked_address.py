"""BG413: an address that the manifest does not allow.

Why: Forge blocks calls and pictures of addresses that `permissions.external` does not allow. A new address needs an
administrator's consent.

Wrong::

    await fetch('https://api.example.com/rates');

Right::

    await fetch('https://api.example.com/rates');

    permissions:
      external:
        fetch:
          backend:
            - address: https://api.example.com
"""

from __future__ import annotations

from bgscript.check.egress import Allowed, addresses
from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG413"
LEVEL = WARNING
SUMMARY = "an address that the manifest does not allow"
REMEDY = "Add the address to `permissions.external`, or remove the call."
NEEDS = "addresses"


def check(context: Context) -> Iterator[Problem]:
    """Compare the addresses that are written out in what the app runs with those that the manifest allows."""
    allowed = Allowed(context.root)
    reported: set[tuple[str, str]] = set()
    for use in addresses(context):
        if (use.kind, use.host) in reported or allowed.has(use):
            continue
        reported.add((use.kind, use.host))
        message = f"Forge blocks `{use.host}`: `permissions.external` does not allow it for {use.purpose}."
        yield Problem(
            use.place, message, f"Add `- address: https://{use.host}` to `permissions.external.{use.section}`."
        )
