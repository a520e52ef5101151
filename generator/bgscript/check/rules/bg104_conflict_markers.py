"""BG104: conflict markers of a merge.

Why: A file with the markers of a merge is neither of the two versions.

Wrong::

    <<<<<<< HEAD
    events.emit('ask');
    =======
    events.emit('request');
    >>>>>>> theirs

Right::

    events.emit('request');
"""

from __future__ import annotations

import re

from bgscript.check.findings import Problem, Spot
from bgscript.check.levels import ERROR

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG104"
LEVEL = ERROR
SUMMARY = "conflict markers of a merge"
REMEDY = "Resolve the conflict."
NEEDS = "conflicts"

_START, _MIDDLE, _END = (re.compile(rb"(?m)^" + sign) for sign in (rb"<<<<<<< ", rb"=======\r?$", rb">>>>>>> "))


def check(context: Context) -> Iterator[Problem]:
    """Look for the three markers, one after the other."""
    yield from context.noticed.get(CODE, ())
    for source in context.modules.sources.values():
        if b"<<<<<<< " not in source.text:
            continue
        start = _START.search(source.text)
        middle = _MIDDLE.search(source.text, start.end()) if start else None
        if start and middle and _END.search(source.text, middle.end()):
            place = Spot(*source.place(start.start()), file=source.name)
            yield Problem(place, "The file has conflict markers of a merge.", "Resolve the conflict.")
