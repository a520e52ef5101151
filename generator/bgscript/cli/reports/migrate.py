"""What ``migrate`` tells besides what every change of a project tells."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

from bgscript.cli.reports.change import BranchReport, UpdateReport

_WIDTH = 100


@dataclass
class MigrateReport(UpdateReport):
    """What a move did, or would do.

    Answers are given as ``question`` and ``value``; the carried ones tell ``from`` where, the dropped ones meant
    something in the old home only, and the new home took defaults for the defaulted ones. ``deploy`` is ``minor`` or
    ``major``. ``users`` are sentences about what people see, ``manual`` about what is left to do.
    """

    former: str = ""
    carried: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    defaulted: list[dict[str, Any]] = field(default_factory=list)
    deploy: str = ""
    reasons: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    manual: list[str] = field(default_factory=list)


@dataclass
class MigrateBranchReport(MigrateReport, BranchReport):
    """What a move put on a branch."""


FORMS: tuple[type[UpdateReport], type[BranchReport]] = (MigrateReport, MigrateBranchReport)


def lines(made: UpdateReport) -> list[str]:
    """The sections for people, each after an empty line."""
    if not isinstance(made, MigrateReport):
        return []
    return [
        *_answers(made),
        "",
        f"Deploy, a {made.deploy} version:",
        *_points(made.reasons),
        "",
        "What people will see:",
        *_points(made.users),
        *(["", "Left to do by hand:", *_points(made.manual)] if made.manual else []),
    ]


def _answers(made: MigrateReport) -> list[str]:
    carried = [
        _answer("carried", fact) + (f" (from {fact['from']})" if fact["from"] != fact["question"] else "")
        for fact in made.carried
    ]
    rest = [("dropped", fact) for fact in made.dropped] + [("default", fact) for fact in made.defaulted]
    found = [*carried, *(_answer(kind, fact) for kind, fact in rest)]
    return ["", "Answers:", *found] if found else []


def _answer(kind: str, fact: dict[str, Any]) -> str:
    return f"  {kind:<8}  {fact['question']}: {_word(fact['value'])}"


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) or "none" if isinstance(value, list) else str(value)


def _points(sentences: Sequence[str]) -> list[str]:
    return [
        line
        for sentence in sentences
        for line in wrap(
            sentence,
            _WIDTH,
            initial_indent="  - ",
            subsequent_indent="    ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]
