"""The questions of a template's copier.yml: the one source of the wizard, the flags, data files and help.

Defaults, conditions and validators are Jinja expressions there. They are evaluated here as copier evaluates them, so
that answers can be checked before anything is rendered. A test compares the two evaluations.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bgscript.documents import yaml_file
from bgscript.system.errors import TemplateError, UsageError, nearest
from bgscript.template.expressions import Expressions
from bgscript.template.form import ASK_MAINTAINERS, read_form, read_known
from bgscript.template.question import TYPES, Answer, Answers, Given, Question, parse_yaml

__all__ = ["ASK_MAINTAINERS", "Answer", "Answers", "Given", "Question", "Questionnaire", "read_data", "spell"]


class Questionnaire:
    """The questions of one template, in their order, and the rules by which they are answered."""

    def __init__(self, root: Path, name: str = "") -> None:
        """Read a template's questions.

        Args:
            root: the template's folder.
            name: the template's name in messages; by default its folder.

        Raises:
            TemplateError: see ``read_form``.
        """
        self.root = root
        self.name = name or f"the template at {root}"
        self.form = read_form(root, self.name)
        self._expressions = Expressions(root, self.form.envops)

    @property
    def all(self) -> tuple[Question, ...]:
        """All questions, computed ones included."""
        return self.form.questions

    def __iter__(self) -> Iterator[Question]:
        """The questions that can be answered: all but the computed ones."""
        return (question for question in self.all if not question.is_computed)

    def resolve(self, given: Mapping[str, Given], folder: str, former: Mapping[str, Any] | None = None) -> Answers:
        """Complete the given answers with defaults, and check every answer.

        Args:
            given: answers by question name.
            folder: the name of the project's folder, from which the default for the app's name is made.
            former: answers to an older template, to which defaults may refer.

        Returns:
            The answers to the questions that apply, in their order.

        Raises:
            UsageError: it lists every wrong answer, and every answer to a question that does not apply.
        """
        evaluated = self.evaluate(given, folder, former)
        if problems := [f"{answer.origin} {answer.problem}" for answer in evaluated if answer.problem]:
            raise UsageError(problems)
        return {answer.question.name: answer.value for answer in evaluated if answer.applies}

    def evaluate(
        self, given: Mapping[str, Given], folder: str, former: Mapping[str, Any] | None = None
    ) -> list[Answer]:
        """Every question with its answer, computed ones included, in their order; wrong answers say so."""
        context: dict[str, Any] = {**(former or {}), "_folder_name": folder}
        evaluated = []
        for question in self.all:
            answer = self._answer(question, given.get(question.name), context)
            # otherwise errors that only follow from a wrong answer would be reported too
            context[question.name] = self.default(question, context) if answer.problem else answer.value
            evaluated.append(answer)
        return evaluated

    def _answer(self, question: Question, given: Given | None, context: Mapping[str, Any]) -> Answer:
        # as copier does, so that a question can apply just because somebody answers it
        known = context if given is None else {**context, question.name: given.value}
        applies = self.applies(question, known)
        if given is None:
            value = self.default(question, context)
            return Answer(question, value, applies, self.problem(question, value, context) if applies else "")
        problem = self.problem(question, given.value, context) if applies else self._reason(question, context)
        return Answer(question, given.value, applies, problem, given.origin)

    def _reason(self, question: Question, context: Mapping[str, Any]) -> str:
        """Why a question does not apply, as the rest of a sentence that begins with its name."""
        return self.render(self.form.reasons.get(question.name, "does not apply to these answers"), context).strip()

    def applies(self, question: Question, context: Mapping[str, Any]) -> bool:
        """Whether this question applies, given the answers before it."""
        if isinstance(question.when, bool):
            return question.when
        return bool(parse_yaml(self._render(question, question.when, context)))

    def default(self, question: Question, context: Mapping[str, Any]) -> Any:
        """The default, given the answers before it."""
        if not isinstance(question.default, str):
            return question.default
        text = self._render(question, question.default, context)
        if not question.multiselect:
            return question.convert(text)
        items = parse_yaml(text)
        return [question.convert(item) for item in items] if isinstance(items, list) else items

    def problem(self, question: Question, value: Any, context: Mapping[str, Any]) -> str:
        """What is wrong with an answer, as the rest of a sentence that begins with its name; empty if nothing is."""
        kind = TYPES[question.type]
        if question.multiselect and not isinstance(value, list):
            return f"must be a list, not {value!r}"
        for item in value if question.multiselect else [value]:
            if not isinstance(item, kind.classes) or (isinstance(item, bool) and kind.classes[0] in (int, float)):
                return f"must be {kind.noun}, not {item!r}"
        if question.choices:
            for item in value if question.multiselect else [value]:
                if reason := self.form.refused.get(question.name, {}).get(item):
                    return self._render(question, reason, context).strip()
                if item not in question.values:
                    known = [str(known) for known in question.values]
                    return f"cannot be {item!r}{nearest(str(item), known)}; it is one of {', '.join(known)}"
        reason = self._render(question, question.validator, {**context, question.name: value}).strip()
        return reason or self._unknown(question, value, context)

    def _unknown(self, question: Question, value: Any, context: Mapping[str, Any]) -> str:
        """Which of a list's texts the template does not know; what a project has recorded may be newer than that."""
        spec = self.form.known.get(question.name)
        file = self._render(question, spec["file"], context) if spec and value and isinstance(value, list) else ""
        if not spec or not file:
            return ""
        try:
            known = read_known(self.root, file)
        except ValueError as error:
            raise TemplateError(f"{self.name} cannot be used: {error}", ASK_MAINTAINERS) from error
        unknown = [text for text in value if text not in {*known, *(context.get(question.name) or ())}]
        named = ", ".join(f"{text!r}{nearest(text, known)}" for text in unknown)
        return f"cannot have {named}: {spec['reason']}" if unknown else ""

    def render(self, source: str, context: Mapping[str, Any]) -> str:
        """Render one of copier.yml's Jinja strings.

        Raises:
            TemplateError: it has a mistake, or one of the files that it includes has.
        """
        return self._render(None, source, context)

    def _render(self, question: Question | None, source: str, context: Mapping[str, Any]) -> str:
        try:
            return self._expressions.render(source, context)
        except ValueError as error:
            where = f"question {question.name}: " if question else ""
            raise TemplateError(f"{self.name} cannot be used: {where}{error}", ASK_MAINTAINERS) from error


def spell(questions: Iterable[Question], answers: Mapping[str, Any]) -> list[str]:
    """The flags that give these answers, without a shell's quotes."""
    return [
        flag for question in questions if question.name in answers for flag in question.spell(answers[question.name])
    ]


def read_data(file: Path, questions: Iterable[Question]) -> dict[str, Given]:
    """The answers in a YAML or JSON file. A project's answers file can be used too: copier's entries in it are ignored.

    Raises:
        UsageError: it cannot be read, is not a mapping, or has an unknown key.
    """
    try:
        document = yaml_file.read(file)
    except OSError as error:
        raise UsageError([f"--data {file}: {error.strerror}"]) from error
    except yaml_file.YamlError as error:
        raise UsageError([f"--data {file}: {error}"], "it holds `question: answer` lines, as YAML or JSON") from error
    names = [question.name for question in questions]
    answers = {key: value for key, value in document.data.items() if not key.startswith("_")}
    if unknown := [name for name in answers if name not in names]:
        raise UsageError(
            [f"{file}, line {document.lines[name]}: unknown question {name}{nearest(name, names)}" for name in unknown]
        )
    return {name: Given(value, f"{name} in {file}") for name, value in answers.items()}
