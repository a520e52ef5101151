"""The questions of a template's copier.yml: the one source of the wizard, the flags, data files and help.

Defaults, conditions and validators are Jinja expressions there. They are evaluated here as copier evaluates them, so
that answers can be checked before anything is rendered. A test compares the two evaluations.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bgscript.documents import yaml_file
from bgscript.system.errors import TemplateError, UsageError, nearest
from bgscript.template.names import QUESTIONS
from bgscript.template.question import TYPES, Answer, Answers, Given, Question, parse_yaml, read_question

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

__all__ = ["Answer", "Answers", "Given", "Question", "Questionnaire", "read_data"]


class Questionnaire:
    """The questions of one template, in their order."""

    def __init__(self, root: Path, name: str = "") -> None:
        """Read ``root/copier.yml``.

        Args:
            name: the template's name in messages; by default its folder.

        Raises:
            TemplateError: it is missing, not YAML, or has a question that bgscript does not understand.
        """
        self.root = root
        self.name = name or f"the template at {root}"
        config = self._read()
        self.envops = config.get("_envops") or {}
        self.reasons = config.get("_reasons") or {}
        self.refused = self._private(config, "_refused", {})
        self.first = [str(name) for name in self._private(config, "_first", [])]
        self.labels = self._private(config, "_labels", {})
        self._pairs = self._private(config, "_pairs", {})
        self._silent = self._private(config, "_silent", [])
        self._flags_only = self._private(config, "_flags_only", [])
        self.all = [self._question(name, spec) for name, spec in config.items() if not str(name).startswith("_")]

    def _read(self) -> dict[str, Any]:
        file = self.root / QUESTIONS
        try:
            _inside(self.root, file)
            config = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml_file.LOADER)  # noqa: S506 - the safe one
        except OSError as error:
            raise self._error(f"copier.yml: {error.strerror}") from error
        except (yaml.YAMLError, ValueError) as error:
            raise self._error(f"copier.yml: {' '.join(str(error).split())}") from error
        if not isinstance(config, dict):
            raise self._error("copier.yml must hold `question: specification` lines")
        return config

    def _private(self, config: Mapping[str, Any], key: str, default: Any) -> Any:
        value = config.get(key) or default
        if not isinstance(value, type(default)):
            raise self._error(f"{key} must be a {type(default).__name__}")
        return value

    def _question(self, name: Any, spec: Any) -> Question:
        try:
            question = read_question(name, spec, str(self.labels.get(name) or name).replace("_", " "))
        except ValueError as error:
            raise self._error(f"question {name}: {error}") from error
        pair = str(self._pairs.get(name, ""))
        if pair and not re.fullmatch(r"--[a-z][a-z-]* [A-Z]+=[A-Z]+", pair):
            raise self._error(f"question {name}: _pairs must give it a flag and its form, as in --view KEY=TITLE")
        is_flag_only = bool(pair) or name in self._flags_only
        return replace(question, pair=pair, is_silent=name in self._silent, is_flag_only=is_flag_only)

    def _error(self, problem: str) -> TemplateError:
        return TemplateError(f"{self.name} cannot be used: {problem}", ASK_MAINTAINERS)

    def __iter__(self) -> Iterator[Question]:
        """The questions that can be answered: all but the computed ones."""
        return (question for question in self.all if not question.is_computed)

    def spell(self, answers: Mapping[str, Any]) -> list[str]:
        """The flags that give these answers, without a shell's quotes."""
        return [
            flag for question in self if question.name in answers for flag in question.spell(answers[question.name])
        ]

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
        return self.render(self.reasons.get(question.name, "does not apply to these answers"), context).strip()

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
                if reason := self.refused.get(question.name, {}).get(item):
                    return self._render(question, reason, context).strip()
                if item not in question.values:
                    known = [str(known) for known in question.values]
                    return f"cannot be {item!r}{nearest(str(item), known)}; it is one of {', '.join(known)}"
        return self._render(question, question.validator, {**context, question.name: value}).strip()

    def render(self, source: str, context: Mapping[str, Any]) -> str:
        """Render one of copier.yml's Jinja strings.

        Raises:
            TemplateError: it has a mistake, or one of the files that it includes has.
        """
        try:
            return self._rendered(source, context)
        except ValueError as error:
            raise self._error(str(error)) from error

    def _render(self, question: Question, source: str, context: Mapping[str, Any]) -> str:
        try:
            return self._rendered(source, context)
        except ValueError as error:
            raise self._error(f"question {question.name}: {error}") from error

    def _rendered(self, source: str, context: Mapping[str, Any]) -> str:
        if "{" not in source:
            return source
        try:
            environment = self._environment
            if source not in self._compiled:
                from bgscript.template.compiled import shared

                self._compiled[source] = shared().template(environment, source)
            rendered: str = self._compiled[source].render(context)
        except Exception as error:  # an expression may raise anything: 1/0, an undefined name
            raise ValueError(f"{_where(error)}{type(error).__name__}: {error}") from error
        return rendered

    @cached_property
    def _compiled(self) -> dict[str, Any]:
        return {}

    @cached_property
    def _environment(self) -> "SandboxedEnvironment":
        from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound, Undefined
        from jinja2.sandbox import SandboxedEnvironment

        from bgscript.template.compiled import shared

        root = self.root
        is_strict = self.envops.get("undefined") == "jinja2.StrictUndefined"

        class Loader(FileSystemLoader):
            """Reads what is in the template, and follows no link out of it."""

            def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
                source, filename, uptodate = super().get_source(environment, template)
                try:
                    _inside(root, Path(filename))
                except ValueError as error:
                    raise TemplateNotFound(template, f"{template}: {error}") from error
                return source, filename, uptodate

        return SandboxedEnvironment(
            loader=Loader(root),
            bytecode_cache=shared(),
            extensions=["jinja2_ansible_filters.AnsibleCoreFiltersExtension"],
            **{**self.envops, "undefined": StrictUndefined if is_strict else Undefined},
        )


ASK_MAINTAINERS = "tell the people who maintain the template; what bgscript understands is in its README"


def _inside(root: Path, file: Path) -> None:
    """Refuse a file that lies outside the template, links resolved.

    Raises:
        ValueError: it does.
    """
    if not file.resolve().is_relative_to(root.resolve()):
        raise ValueError("a symbolic link to a file outside the template")


def _where(error: Exception) -> str:
    """The file and line of a mistake in a template, where jinja2 tells them."""
    line = getattr(error, "lineno", None)
    return f"{getattr(error, 'name', None) or 'copier.yml'}, line {line}: " if line else ""


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
