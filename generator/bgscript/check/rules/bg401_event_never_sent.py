"""BG401: an event that nobody sends.

Why: The listener waits for ever: usually one of the two names is misspelt. Names that are computed, and buses that
are handed on, make this rule silent.

Wrong::

    events.on('data-changed', show); // events.emit('data-change', …)

Right::

    events.on('data-change', show); // events.emit('data-change', …)
"""

from __future__ import annotations

import re

from bgscript.check.findings import Problem, similar
from bgscript.check.levels import WARNING
from bgscript.check.sources.reading import first

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG401"
LEVEL = WARNING
SUMMARY = "an event that nobody sends"
REMEDY = "Correct the name, send the event, or remove the listener."
NEEDS = "heard"

_PRODUCT_EVENT = re.compile(r"[A-Z][A-Z0-9_]*|(?:dialog|inline-dialog|macro|jira|confluence)[.:].*", re.DOTALL)


def check(context: Context) -> Iterator[Problem]:
    """Compare what is listened to with what is sent; events of the product are sent by it."""
    reading = context.reading
    if not reading.is_known("sent"):
        return
    sent = {use.name for use in reading.sent}
    for use in first(reading.heard):
        if use.name not in sent and not reading.may_be("sent", use.name) and not _PRODUCT_EVENT.fullmatch(use.name):
            meant = similar(use.name, sent)
            hint = f"Did you mean `{meant}`?" if meant else "Send it somewhere, or remove the listener."
            yield Problem(context.at(use), f"Nothing in this app sends the event `{use.name}`.", hint)
