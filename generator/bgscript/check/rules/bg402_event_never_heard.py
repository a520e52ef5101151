"""BG402: an event that nobody listens to.

Why: Nobody gets the message: usually one of the two names is misspelt.

Wrong::

    events.emit('data-changed'); // events.on('data-change', …)

Right::

    events.emit('data-change'); // events.on('data-change', …)
"""

from __future__ import annotations

from bgscript.check.findings import Problem, similar
from bgscript.check.levels import WARNING
from bgscript.check.sources.reading import first

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG402"
LEVEL = WARNING
SUMMARY = "an event that nobody listens to"
REMEDY = "Correct the name, listen to the event, or remove the call."
NEEDS = "sent"


def check(context: Context) -> Iterator[Problem]:
    """Compare what is sent with what is listened to."""
    reading = context.reading
    if not reading.is_known("heard"):
        return
    heard = {use.name for use in reading.heard}
    for use in first(reading.sent):
        if use.name not in heard and not reading.may_be("heard", use.name):
            meant = similar(use.name, heard)
            hint = f"Did you mean `{meant}`?" if meant else "Listen to it somewhere, or remove the call."
            yield Problem(context.at(use), f"Nothing in this app listens to the event `{use.name}`.", hint)
