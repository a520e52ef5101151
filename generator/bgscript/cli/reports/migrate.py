"""What the report of a move has besides that of every change: answers, and what is left to do by hand."""

from __future__ import annotations

from bgscript.change.migrate.learned import Learned
from bgscript.cli.reports.text import points

TYPE_CHECKING = False  # as in cli/main.py
if TYPE_CHECKING:
    from typing import Any

    from bgscript.cli.reports.change import ChangeReport


def parts(learned: Learned) -> dict[str, Any]:
    """What is known of a move, as fields of the report.

    Answers are given as ``question`` and ``value``; the carried ones say ``from`` where, the dropped ones meant
    something in the old target only, and the new target took defaults for the defaulted ones. ``manual`` has sentences.
    """
    names = ("carried", "dropped", "defaulted", "manual")
    return {"former": learned.former, **{name: [*getattr(learned, name)] for name in names}}


def lines(made: ChangeReport) -> list[str]:
    """The sections for people, each after an empty line."""
    return [
        *_answers(made),
        "",
        f"Deploy, a {made.deploy} version:",
        *points(made.reasons),
        "",
        "What people will see:",
        *points(made.users),
        *(["", "Left to do by hand:", *points(made.manual)] if made.manual else []),
    ]


def _answers(made: ChangeReport) -> list[str]:
    carried = [
        _answer("carried", fact) + (f" (from {fact['from']})" if fact["from"] != fact["question"] else "")
        for fact in made.carried or []
    ]
    dropped = [_answer("dropped", fact) for fact in made.dropped or []]
    defaulted = [_answer("default", fact) for fact in made.defaulted or []]
    found = [*carried, *dropped, *defaulted]
    return ["", "Answers:", *found] if found else []


def _answer(kind: str, fact: dict[str, Any]) -> str:
    return f"  {kind:<8}  {fact['question']}: {_word(fact['value'])}"


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) or "none" if isinstance(value, list) else str(value)
