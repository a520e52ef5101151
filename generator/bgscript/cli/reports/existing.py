"""What ``new`` tells people of what was not carried."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import wrap

from bgscript.importing.left import Left

_WIDTH = 80


def lines(file: str, left: Sequence[Left]) -> Iterator[str]:
    """A paragraph for each reason, with the places that it is the reason for; one line if everything was carried."""
    yield ""
    if not left:
        yield f"Everything in {file} was carried."
        return
    yield f"Not carried from {file}:"
    order = {each.reason: number for number, each in reversed(list(enumerate(left)))}
    for reason, places in groupby(sorted(left, key=lambda each: order[each.reason]), key=lambda each: each.reason):
        yield from wrap(reason, _WIDTH, initial_indent="  ", subsequent_indent="  ")
        yield from (f"    {Path(place.file).name}:{place.line}: {place.property}" for place in places)
