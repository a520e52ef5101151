"""BG405: a request before the listener for its answer.

Why: A bus keeps no message for a listener that comes later. If the answer is sent at once, it is lost.

Wrong::

    await events.emit('ask');
    await events.on('answer', show);

Right::

    await events.on('answer', show);
    await events.emit('ask');
"""

from __future__ import annotations

from bisect import bisect_right

from bgscript.check.findings import Problem
from bgscript.check.levels import WARNING
from bgscript.check.sources.reading import Use

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.context import Context

CODE = "BG405"
LEVEL = WARNING
SUMMARY = "a request before the listener for its answer"
REMEDY = "Listen first, then emit: what is sent before is lost."
NEEDS = "sent"

_MOST_PAIRS = 50_000
"""More pairs of a request and an answer than an app has; then nothing is said."""


def check(context: Context) -> Iterator[Problem]:
    """Compare the order in which a source sends a request and listens to its answer, in one block."""
    reading = context.reading
    listeners: dict[tuple[str, int, str], list[int]] = {}
    for use in reading.heard:
        listeners.setdefault((use.source.name, use.block, use.name), []).append(use.offset)
    answers = _answers(reading.heard, reading.sent)
    pairs = 0
    for request in reading.sent:
        later: list[tuple[int, str]] = []
        for source, answer in answers.get(request.name, ()):
            pairs += 1
            if pairs > _MOST_PAIRS:
                return
            offsets = listeners.get((request.source.name, request.block, answer), [])
            if source != request.source.name and (at := bisect_right(offsets, request.offset)) < len(offsets):
                later.append((offsets[at], answer))
        if later:
            answer = min(later)[1]
            message = f"`{request.name}` is sent before the listener for its answer `{answer}` is there."
            yield Problem(context.at(request), message, f"Call `on('{answer}', …)` first, wait for it, then emit.")


def _answers(heard: list[Use], sent: list[Use]) -> dict[str, set[tuple[str, str]]]:
    """For each event, what its listeners send: the source that they are in, and the answer."""
    by_source: dict[str, list[Use]] = {}
    for use in sent:
        by_source.setdefault(use.source.name, []).append(use)
    offsets = {name: [use.offset for use in uses] for name, uses in by_source.items()}
    found: dict[str, set[tuple[str, str]]] = {}
    pairs = 0
    for listener in heard:
        name = listener.source.name
        start = bisect_right(offsets.get(name, []), listener.offset)
        for use in by_source.get(name, [])[start:]:
            pairs += 1
            if use.offset >= listener.end or pairs > _MOST_PAIRS:
                break
            found.setdefault(listener.name, set()).add((name, use.name))
    return found
