"""What somebody chose for an app, and what is still to be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

HOMES, SOURCE, CALL = "target", "view-source", "call"
"""What a choice is about."""


@dataclass(frozen=True)
class Chosen:
    """What is chosen: by flags, or by an answer on a terminal.

    Attributes:
        homes: the targets, the main one first.
        sources: the folder of a view's sources, by the key of its module; empty for one that gets no client.
        calls: the function or endpoint that a target's script calls, by the target.
        app_key: what keys begin with; empty if nobody says it.
        takes_defaults: whether what is ambiguous gets its default.
    """

    homes: Sequence[str] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    calls: Mapping[str, str] = field(default_factory=dict)
    app_key: str = ""
    takes_defaults: bool = False


@dataclass(frozen=True)
class Choice:
    """Something that the app leaves open.

    Attributes:
        about: HOMES, SOURCE or CALL.
        key: which view or target it is about.
        message: the question.
        problem: why it has to be asked, for somebody who cannot answer.
        flag: the flag that answers it.
        options: what can be chosen: texts, and what they mean; without any, it is a line of text.
        default: what ``-y`` takes; empty if there is no default.
        hint: what a line of text begins with.
        is_optional: whether the view can be left out: then an empty line of text does that.
    """

    about: str
    key: str
    message: str
    problem: str
    flag: str
    options: Sequence[tuple[str, str]] = ()
    default: Sequence[str] = ()
    hint: str = ""
    is_optional: bool = False
