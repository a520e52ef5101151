"""The report of ``doctor``: one line for each thing that it looked at, with the remedy."""

from __future__ import annotations

from bgscript.check.findings import plural
from bgscript.cli.output import columns
from bgscript.cli.wrapping import fill
from bgscript.doctor.results import ERROR, NOTE, Result

TYPE_CHECKING = False  # as in cli/main.py
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

_WIDTH = 100


def as_data(path: str, results: Sequence[Result]) -> dict[str, Any]:
    """For ``--json``."""
    return {"command": "doctor", "path": path, "checks": [result.as_data() for result in results]}


def lines(results: Sequence[Result]) -> Iterator[str]:
    """For people, in lines that are not longer than the terminal is wide."""
    width = min(columns(), _WIDTH)
    for result in results:
        remedy = f" → {result.hint}" if result.hint else ""
        text = f"{result.name}: {result.message}{remedy}"
        yield from fill(text, width, f"{result.level:<5}  ", " " * 7)
    counts = [f"{plural(count, level)}" for level in (ERROR, NOTE) if (count := _count(results, level))]
    yield ""
    yield f"{', '.join(counts) or 'Nothing is missing'}."


def _count(results: Sequence[Result], level: str) -> int:
    return sum(result.level == level for result in results)
