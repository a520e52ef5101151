"""What ``new`` reports of what was not carried, and of faults in the code that is to be moved."""

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from bgscript.check.findings import Finding, plural
from bgscript.cli.wrapping import fill, width_of
from bgscript.importing.left import Left

_WIDTH = 80
_MOST = 20


def lines(file: str, left: Sequence[Left], faults: Sequence[Finding]) -> Iterator[str]:
    """A paragraph for each reason, with the places that it is the reason for; then the faults of the code."""
    yield ""
    if left:
        yield from _left(file, left)
    else:
        yield f"Everything in {file} was carried."
    if faults:
        yield from _faults(Path(file).parent, faults)


def _left(file: str, left: Sequence[Left]) -> Iterator[str]:
    yield f"Not carried from {file}:"
    order = {each.reason: number for number, each in reversed(list(enumerate(left)))}
    for reason, places in groupby(sorted(left, key=lambda each: order[each.reason]), key=lambda each: each.reason):
        yield from _wrapped(reason, "  ")
        yield from (f"    {Path(place.file).name}:{place.line}: {place.property}" for place in places)


def _faults(folder: Path, faults: Sequence[Finding]) -> Iterator[str]:
    yield ""
    yield f"`bgscript check` finds {plural(len(faults), 'fault')} in the code that you move:"
    for each in faults[:_MOST]:
        yield f"    {each.file}:{each.line}: {each.level} {each.code}"
        yield from _wrapped(each.message, "      ")
    if len(faults) > _MOST:
        yield f"    and {len(faults) - _MOST} more"
    yield from _wrapped(f"`bgscript check {folder}` says what to do about each.")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return fill(text, width_of(sys.stdout, _WIDTH), indent)
