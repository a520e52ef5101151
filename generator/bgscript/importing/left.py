"""What of an existing app's document is not in the new project.

A value is carried if an answer says it, or if it is at the same place of the new project's own document: the
template makes some of them anyway. All other values are listed, the largest part that holds nothing carried as one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bgscript.documents.document import Node
from bgscript.importing.facts import Facts
from bgscript.importing.reading import Place, Steps
from bgscript.template.questions import Questionnaire

_MOST = 2_000


@dataclass(frozen=True)
class Left:
    """A part of the document that was not carried, where it is, and why. A part of the interface of ``--json``."""

    file: str
    line: int
    column: int
    property: str
    reason: str


def not_carried(
    facts: Facts, answers: Mapping[str, Any], questionnaire: Questionnaire, result: Node | None
) -> list[Left]:
    """List what was not carried.

    Args:
        facts: what the document says.
        answers: the new project's, complete.
        questionnaire: the questions that there were.
        result: the new project's manifest or descriptor; None if it is another kind of document.
    """
    return _Account(facts, answers, questionnaire).of(result)


class _Account:
    def __init__(self, facts: Facts, answers: Mapping[str, Any], questionnaire: Questionnaire) -> None:
        self.facts = facts
        self.carried: set[Steps] = set()
        self.reasons = dict(facts.reasons)
        self.left: list[Left] = []
        flags = {question.name: question.flag for question in questionnaire}
        for fact in facts.said:
            if fact.place and fact.holds(answers):
                self.carried.add(fact.place.steps)
        for fact in facts.said:
            if fact.place and fact.place.steps not in self.carried:
                reason = _because(fact.question, flags.get(fact.question, ""), answers)
                self.reasons.setdefault(fact.place.steps, reason)
        listed = {*self.carried, *self.reasons}
        self.on_the_way = {steps[:end] for steps in listed for end in range(len(steps))} | {(), ("modules",)}

    def of(self, result: Node | None) -> list[Left]:
        root = self.facts.source.root
        self._visit(root, result)
        if len(self.left) > _MOST:
            rest = self.left[_MOST]
            more = f"{rest.property} and {len(self.left) - _MOST - 1} more"
            self.left[_MOST:] = [replace(rest, property=more)]
        return self.left

    def _visit(self, place: Place, twin: Node | None) -> bool:
        """List what is left at and below a place; gives whether anything there is carried.

        ``twin`` is what is at the same place of the new project's document. A part is entered only if something
        of it is carried or has a reason of its own: that bounds the work, whatever aliases a document has.
        """
        if place.steps in self.carried or _is_same(place.node, twin):
            return True
        is_twin = twin is not None and type(twin.value) is type(place.value) and isinstance(place.value, (dict, list))
        if not (is_twin or place.steps in self.on_the_way or self._is_module(place)):
            self._add(place)
            return False
        before = len(self.left)
        carried = [self._visit(child, _twin(child, twin) if is_twin else None) for child in place.children()]
        if any(carried):
            return True
        if not carried or not self._has_own_lines(place):
            del self.left[before:]
            self._add(place)  # one line for the whole part
        return False

    def _has_own_lines(self, place: Place) -> bool:
        """Whether parts of it are listed one by one, though nothing of it is carried."""
        length = len(place.steps)
        has_reasons = any(len(steps) > length and steps[:length] == place.steps for steps in self.reasons)
        return place.steps in ((), ("modules",)) or self._is_module(place) or has_reasons

    def _is_module(self, place: Place) -> bool:
        """Whether it is a list of modules, each of which gets a line of its own."""
        is_kind = len(place.steps) == 2 and place.steps[0] == "modules" and isinstance(place.value, list)
        return is_kind and 1 < len(place.value) <= 50

    def _add(self, place: Place) -> None:
        steps = place.steps
        own = next((self.reasons[steps[:end]] for end in range(len(steps), 0, -1) if steps[:end] in self.reasons), "")
        node, file = place.node, self.facts.source.file
        reason = own or _reason(steps, is_connect=self.facts.source.is_connect)
        self.left.append(Left(file, node.line, node.column, place.property or "(all of it)", reason))


def _because(question: str, flag: str, answers: Mapping[str, Any]) -> str:
    if not flag:
        return f"This template has no question {question}."
    if question not in answers:
        return f"{flag} does not go with the other answers."
    return f"The answer to {flag} is another one."


def _is_same(node: Node, twin: Node | None) -> bool:
    """Whether two values are equal; only plain and empty ones are compared here, the rest part by part."""
    if twin is None or type(node.value) is not type(twin.value):
        return False
    if isinstance(node.value, (dict, list)):
        return not node.value and not twin.value
    return bool(node.value == twin.value)


def _twin(child: Place, twin: Node | None) -> Node | None:
    """What corresponds to a child in the other document: by name, in lists by key, plain items by their value."""
    if twin is None:
        return None
    if isinstance(twin.value, dict):
        return twin.get(str(child.steps[-1]))
    key = child.text("key")
    for item in twin:
        if isinstance(child.value, dict) and key and item.text("key") == key:
            return item
        if not isinstance(child.value, dict) and _is_same(child.node, item):
            return item
    return None


# --- reasons --------------------------------------------------------------------------------------------------------

_FRONT_ENDS = "The project has front ends of its own: move the code into their folders in src/."
_HANDLERS = "The project has a handler of its own: move the code to src/resolvers/."
_KEYS = "It is the key of a module that the project does not have."
_SCOPES = "Add those scopes that the code needs."
_COPY = "No question is about it: copy it to the project's {}. Updates leave what you add."
_FORGE: Sequence[tuple[Steps, str]] = (
    (("app", "runtime"), "The project has a runtime of its own."),
    (("app", "connect"), "An app that was on Connect has to name it: copy it to manifest.yml."),
    (("resources",), _FRONT_ENDS),
    (("modules", "*", "*", "resource"), _FRONT_ENDS),
    (("modules", "*", "*", "edit"), _FRONT_ENDS),
    (("modules", "*", "*", "resolver"), _HANDLERS),
    (("modules", "*", "*", "function"), _HANDLERS),
    (("modules", "function"), _HANDLERS),
    (("modules", "endpoint"), "The project has an endpoint of its own, if --resolver=endpoint."),
    (("modules", "*", "*", "key"), _KEYS),
    (("permissions", "scopes"), _SCOPES),
    ((), _COPY.format("manifest.yml")),
)
_CONNECT: Sequence[tuple[Steps, str]] = (
    (("key",), "The key of a Connect app goes with --target=connect, or as --connect-key."),
    (("scopes",), _SCOPES),
    (("lifecycle",), "The project's server has addresses of its own."),
    (("authentication",), "The project's server takes JWT only."),
    (("apiMigrations",), "The project's server is written for what Atlassian has now."),
    (("modules", "*", "*", "url"), "The project's server has addresses of its own."),
    (("modules", "*", "*", "key"), _KEYS),
    ((), _COPY.format("manifest or descriptor")),
)


def _reason(steps: Steps, *, is_connect: bool) -> str:
    """Why nothing takes a part, by the first row that its path begins with; ``*`` is any step."""
    for path, reason in _CONNECT if is_connect else _FORGE:
        start = steps[: len(path)]
        if len(start) == len(path) and all(want in ("*", step) for want, step in zip(path, start, strict=True)):
            return reason
    return ""
