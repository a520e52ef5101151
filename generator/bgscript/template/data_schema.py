"""The JSON Schema of a file of answers (``--data``), derived from the questions of a template.

It never refuses what ``new`` accepts. What depends on several answers at once, only ``new`` checks.
"""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from bgscript.system.errors import TemplateError
from bgscript.template.form import ASK_MAINTAINERS
from bgscript.template.question import Given, Question
from bgscript.template.questions import Questionnaire

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES = {"str": "string", "path": "string", "bool": "boolean", "int": "integer", "float": "number"}
_ALL = "_all"
"""The key of ``_schema`` in copier.yml for what is said of all answers together."""


def data_schema(questionnaire: Questionnaire) -> Schema:
    """The schema of a file of answers to a template's questions.

    Raises:
        TemplateError: ``_schema`` of the template is not JSON Schema.
    """
    defaults = {answer.question.name: answer.value for answer in questionnaire.evaluate({}, "app")}
    questions = list(questionnaire)
    said = _said(questionnaire, _ALL) if _ALL in questionnaire.form.schema else []
    return {
        "$schema": DIALECT,
        "title": "Answers for `bgscript new --data`",
        "type": "object",
        "properties": {each.name: _property(each, questionnaire, defaults) for each in questions},
        "patternProperties": {"^_": True},  # copier's own entries, which are ignored
        "additionalProperties": False,
        "allOf": [*said, *_conditions(questionnaire, questions, defaults)],
    }


def _property(question: Question, questionnaire: Questionnaire, defaults: Mapping[str, Any]) -> Schema:
    values = [f"- `{value}`: {label}" for label, value in question.choices.items()]
    found: Schema = {"description": "\n".join([questionnaire.render(question.help, defaults), *values])}
    one: Schema = {"type": _TYPES[question.type]} if question.type in _TYPES else {}
    if question.choices:
        one["enum"] = question.values
    found |= {"type": "array", "items": one} if question.multiselect else one
    if question.name in questionnaire.form.schema:
        found |= _said(questionnaire, question.name)
    return found


def _said(questionnaire: Questionnaire, name: str) -> Any:
    """What ``_schema`` says of a question."""
    said = questionnaire.form.schema[name]
    if not isinstance(said, str):
        return said
    try:
        return json.loads(questionnaire.render(said, {}))
    except ValueError as error:
        problem = f"{questionnaire.name} cannot be used: _schema: {name}: {error}"
        raise TemplateError(problem, ASK_MAINTAINERS) from error


# --- Which questions apply ------------------------------------------------------------------------------------------


def _conditions(
    questionnaire: Questionnaire, questions: list[Question], defaults: Mapping[str, Any]
) -> Iterator[Schema]:
    """For each question that does not always apply: the values of other questions with which it can."""
    for question in questions:
        if isinstance(question.when, bool) or _names(question.name, question.when):
            continue  # those that apply because somebody answers them
        axes = [each for each in questions if each.name in _relevant(question, questionnaire) and _values(each)]
        cases = [case for case in _cases(questionnaire, axes) if question.name in case[1]]
        for axis in axes:
            able = [value for value in axis.values if _is_able(axis, value, cases)]
            if not axis.multiselect and able and len(able) < len(axis.values):
                needs = {} if defaults[axis.name] in able else {"required": [axis.name]}
                then = {"properties": {axis.name: {"enum": able}}, **needs}
                yield {"if": {"required": [question.name]}, "then": then}


def _relevant(question: Question, questionnaire: Questionnaire) -> set[str]:
    """The questions on which it depends whether one applies, also through computed ones."""
    found: set[str] = set()
    waiting = [str(question.when)]
    while waiting:
        text = waiting.pop()
        for each in questionnaire.all:
            if each.name not in found and _names(each.name, text):
                found.add(each.name)
                waiting.append(str(each.default) if each.is_computed else str(each.when))
    return found


def _names(name: str, text: str) -> bool:
    return bool(re.search(rf"\b{name}\b", text))


Case = tuple[Mapping[str, Any], set[str]]
"""Some answers, and the questions that apply with them."""


def _cases(questionnaire: Questionnaire, axes: list[Question]) -> Iterator[Case]:
    """Every combination of some questions' values; of several choices none, and each alone."""
    for values in product(*map(_values, axes)):
        given = {axis.name: Given(value, axis.name) for axis, value in zip(axes, values, strict=True) if value != []}
        evaluated = questionnaire.evaluate(given, "app")
        answers = {answer.question.name: answer.value for answer in evaluated}
        yield answers, {answer.question.name for answer in evaluated if answer.applies}


def _values(question: Question) -> list[Any]:
    if question.multiselect:
        return [[], *([value] for value in question.values)]
    return [True, False] if question.type == "bool" else question.values


def _is_able(axis: Question, value: Any, cases: list[Case]) -> bool:
    return any(answers[axis.name] == value and axis.name in applying for answers, applying in cases)
