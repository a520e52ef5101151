"""What a document says: answers, each with the place that says it, and reasons for what is no answer."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from bgscript.documents.document import Node
from bgscript.importing.reading import Existing, Place, Steps
from bgscript.template.questions import Given

ITEM = "an item"
"""The part of an answer that is one item of a list."""

COMPUTED = re.compile(r"\{\{.*?\}\}|<%.*?%>|\$\{.*?\}")
"""Values that a program or an environment fills in."""
_PLAIN = {
    "app_name",
    "description",
    "view_title",
    "views",
    "app_id",
    "app_key",
    "connect_key",
    "base_url",
    "remote_url",
}
"""Questions whose answer is the text itself, so that a value that only a program knows is none."""
_VARIABLE = re.compile(r"\$\{[a-zA-Z_][a-zA-Z0-9_]*\}")
_DEPLOYED = {"app_id", "connect_key", "remote_url"}
"""Those of them whose answer can have variables of a manifest, which a deploy fills in."""


@dataclass(frozen=True)
class Fact:
    """An answer, or a part of one: ``ITEM``, or a key of a mapping. ``place`` says it, if a single one does."""

    question: str
    value: Any
    place: Place | None = None
    part: str = ""

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether the answers say the same."""
        answer = answers.get(self.question)
        if self.part == ITEM:
            return isinstance(answer, list) and self.value in answer
        if self.part:
            return isinstance(answer, dict) and answer.get(self.part) == self.value
        return self.question in answers and bool(answer == self.value)


@dataclass
class Facts:
    """What one document says. Of two facts for one question, the first is the answer; the other one is left."""

    source: Existing
    accepts: Callable[[str, Any], bool] = lambda question, value: True
    """Whether a value could be the answer to a question."""
    said: list[Fact] = field(default_factory=list)
    reasons: dict[Steps, str] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)
    """Sentences about what was concluded without a line that says it."""

    def say(self, question: str, place: Place | None, value: Any = None, part: str = "") -> None:
        """Note an answer: the value of a place, or another one that follows from it."""
        if value is None and place is not None:
            value = plain(place.node)
        if isinstance(value, str) and place is not None and self._is_computed(question, value):
            flag = question.replace("_", "-")
            self.leave(place, f"A program or an environment fills it in; --{flag} gives the text.")
        else:
            self.said.append(Fact(question, value, place, part))

    def _is_computed(self, question: str, text: str) -> bool:
        if question in _DEPLOYED and not self.source.is_connect:
            text = _VARIABLE.sub("", text)
        return question in _PLAIN and COMPUTED.search(text) is not None

    def leave(self, place: Place, reason: str) -> None:
        """Note why a value is no answer."""
        self.reasons.setdefault(place.steps, reason)

    def given(self, names: Collection[str]) -> dict[str, Given]:
        """The answers to those of the questions that there are, each with the place that messages name."""
        given: dict[str, Given] = {}
        for fact in self.said:
            if fact.question not in names:
                continue
            old = given.get(fact.question)
            origin = old.origin if old else self._origin(fact)
            if fact.part == ITEM:
                items = old.value if old else []
                given[fact.question] = Given(items if fact.value in items else [*items, fact.value], origin)
            elif fact.part:
                parts = old.value if old else {}
                given[fact.question] = Given(parts if fact.part in parts else {**parts, fact.part: fact.value}, origin)
            elif not old:
                given[fact.question] = Given(fact.value, origin)
        return given

    def _origin(self, fact: Fact) -> str:
        flag = f"--{fact.question.replace('_', '-')}"
        if fact.place is None:
            return f"{self.source.file}: {flag}"
        return f"{self.source.at(fact.place)}{_shown(fact.place.value)}: as {flag}, it"


def _shown(value: Any) -> str:
    return f" {value}" if isinstance(value, (str, int, float)) and len(str(value)) <= 60 else ""


def plain(node: Node, most: int = 1_000) -> Any:
    """The values of a node without their places; what is larger than any answer could be, as a text that says so."""
    budget = [most]

    def value(each: Node) -> Any:
        budget[0] -= 1
        if budget[0] < 0:
            return "(too much)"
        if isinstance(each.value, dict):
            return {name: value(child) for name, child in each.value.items()}
        if isinstance(each.value, list):
            return [value(child) for child in each.value[: max(0, budget[0]) + 1]]
        return each.value

    return value(node)
