"""The questions of ``templates/copier.yml``: the one source of the wizard, the flags, data files and help.

Defaults, conditions and validators are Jinja expressions there. They are evaluated here as copier evaluates them, so
that an answer can be judged before anything is rendered; a test holds the two against each other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from bgscript.errors import BgscriptError, UsageError, nearest

Answers = dict[str, Any]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast one, where it was compiled."""

_TYPES = {"str": str, "bool": bool, "int": int}
_NOUNS = {str: "text", bool: "true or false", int: "a whole number", list: "a list"}


@dataclass(frozen=True)
class Question:
    """One question of copier.yml.

    ``choices`` maps what people read to the value that is stored. ``label`` is what the question is about, in a word
    or two: ``_labels`` in copier.yml has it, else it is the name.
    """

    name: str
    type: str = "str"
    help: str = ""
    default: Any = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    multiselect: bool = False
    validator: str = ""
    when: str | bool = True
    label: str = ""

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")

    @property
    def is_computed(self) -> bool:
        """Whether it is a fact derived from answers, which nobody is asked for."""
        return self.when is False

    def parse(self, words: Any) -> Any:
        """The value that a flag's word, or words, stand for; what cannot be converted is left for the judgement."""
        if self.multiselect:
            return [item for word in words for item in word.split(",") if item]
        if self.type == "int" and re.fullmatch(r"-?[0-9]+", words):
            return int(words)
        return words

    def convert(self, word: str) -> Any:
        """The value that one word stands for, wherever there is no flag for each question; see ``parse``."""
        if self.type == "bool":
            return {"true": True, "yes": True, "false": False, "no": False}.get(word.lower(), word)
        return self.parse([word] if self.multiselect else word)

    @property
    def values(self) -> list[Any]:
        return list(self.choices.values())


@dataclass(frozen=True)
class Given:
    """An answer that somebody gave, and how an error message calls the place it came from."""

    value: Any
    origin: str


@dataclass(frozen=True)
class Answer:
    """The answer to one question. ``problem`` is the rest of a sentence that begins with ``origin``, or empty."""

    question: Question
    value: Any
    applies: bool
    problem: str = ""
    given_as: str = ""

    @property
    def origin(self) -> str:
        return self.given_as or self.question.flag


class Questionnaire:
    """The questions of one template, in their order."""

    def __init__(self, root: Path) -> None:
        """Read ``root/copier.yml``.

        Raises:
            BgscriptError: it is missing or no YAML.
        """
        self.root = root
        try:
            config = yaml.load((root / "copier.yml").read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both are the safe one
        except (OSError, yaml.YAMLError) as error:
            raise BgscriptError(f"the template at {root} cannot be read: {error}", "install bgscript again") from error
        self.envops = config.get("_envops", {})
        self.reasons = config.get("_reasons", {})
        self.first: list[str] = config.get("_first", [])
        labels = config.get("_labels", {})
        self.all = [
            _question(name, spec, labels.get(name) or name.replace("_", " "))
            for name, spec in config.items()
            if not name.startswith("_")
        ]

    def __iter__(self) -> Iterator[Question]:
        """The questions that can be answered: all but the computed ones."""
        return (question for question in self.all if not question.is_computed)

    def help_texts(self) -> dict[str, str]:
        """What each question asks, by its name, as it reads while everything has its default."""
        context = {answer.question.name: answer.value for answer in self.evaluate({}, "app")}
        return {question.name: self.render(question.help, context).replace("%", "%%") for question in self}

    def resolve(self, given: Mapping[str, Given], folder: str, former: Mapping[str, Any] | None = None) -> Answers:
        """Complete what was given with defaults, and judge every answer.

        Args:
            given: answers by question name.
            folder: name of the project's folder; the default for the app's name is made of it.
            former: answers to an older template, whose questions a default here may refer to.

        Returns:
            The answers to the questions that apply, in their order.

        Raises:
            UsageError: with every answer that is wrong, and every one to a question that does not apply.
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
            # what follows from a wrong answer would be reported too, and help nobody
            context[question.name] = self.default(question, context) if answer.problem else answer.value
            evaluated.append(answer)
        return evaluated

    def _answer(self, question: Question, given: Given | None, context: Mapping[str, Any]) -> Answer:
        applies = self.applies(question, context)
        if given is None:
            value = self.default(question, context)
            return Answer(question, value, applies, self.problem(question, value, context) if applies else "")
        problem = self.problem(question, given.value, context) if applies else self._reason(question, context)
        return Answer(question, given.value, applies, problem, given.origin)

    def _reason(self, question: Question, context: Mapping[str, Any]) -> str:
        """Why a question does not apply, as the rest of a sentence that begins with its name."""
        return self.render(self.reasons.get(question.name, "does not apply to these answers"), context).strip()

    def applies(self, question: Question, context: Mapping[str, Any]) -> bool:
        """Whether the answers before it leave this question to be asked."""
        if isinstance(question.when, bool):
            return question.when
        return bool(yaml.safe_load(self.render(question.when, context)))

    def default(self, question: Question, context: Mapping[str, Any]) -> Any:
        """What is taken when nobody answers, given the answers before it."""
        if not isinstance(question.default, str):
            return question.default
        text = self.render(question.default, context)
        return text if question.type == "str" and not question.multiselect else yaml.safe_load(text)

    def problem(self, question: Question, value: Any, context: Mapping[str, Any]) -> str:
        """What is wrong with an answer, as the rest of a sentence that begins with its name; empty if nothing is."""
        expected = list if question.multiselect else _TYPES[question.type]
        if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
            return f"must be {_NOUNS[expected]}, not {value!r}"
        if question.choices:
            for item in value if question.multiselect else [value]:
                if item not in question.values:
                    known = [str(known) for known in question.values]
                    return f"cannot be {item!r}{nearest(str(item), known)}; it is one of {', '.join(known)}"
        return self.render(question.validator, {**context, question.name: value}).strip()

    def render(self, source: str, context: Mapping[str, Any]) -> str:
        """Render one of copier.yml's Jinja strings."""
        return self._environment.from_string(source).render(context) if "{" in source else source

    @cached_property
    def _environment(self):
        from jinja2 import FileSystemLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        return SandboxedEnvironment(
            loader=FileSystemLoader(self.root),
            extensions=["jinja2_ansible_filters.AnsibleCoreFiltersExtension"],
            **{**self.envops, "undefined": StrictUndefined},
        )


def read_data(file: Path, questions: Iterable[Question]) -> dict[str, Given]:
    """The answers in a YAML or JSON file. A project's own answers file will do: what is copier's in it is passed over.

    Raises:
        UsageError: it cannot be read, is no mapping, or has an unknown key.
    """
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError([f"--data {file}: {error.strerror}"]) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError([f"--data {file} is not YAML: {' '.join(str(error).split())}"]) from error
    if not isinstance(data, dict):
        raise UsageError([f"--data {file} must hold 'question: answer' lines"])
    names = [question.name for question in questions]
    answers = {str(key): value for key, value in data.items() if not str(key).startswith("_")}
    if unknown := [name for name in answers if name not in names]:
        raise UsageError([f"{name} in {file} is no question{nearest(name, names)}" for name in unknown])
    return {name: Given(value, f"{name} in {file}") for name, value in answers.items()}


def _question(name: str, spec: Mapping[str, Any], label: str) -> Question:
    choices = spec.get("choices", {})
    return Question(
        name=name,
        type=spec.get("type", "str"),
        help=spec.get("help", ""),
        default=spec.get("default", [] if spec.get("multiselect") else ""),
        choices=choices if isinstance(choices, dict) else {str(choice): choice for choice in choices},
        multiselect=spec.get("multiselect", False),
        validator=spec.get("validator", ""),
        when=spec.get("when", True),
        label=label,
    )
