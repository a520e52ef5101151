"""One question of a copier.yml, its types and its answers."""

import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from bgscript.documents import yaml_file

Answers = dict[str, Any]


def parse_yaml(text: str) -> Any:
    try:
        return yaml.load(text, Loader=yaml_file.LOADER)  # noqa: S506 - the safe one
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def split_list(word: str, choices: Collection[str] = ()) -> list[Any]:
    """The items of a list on the command line: a YAML or JSON list, or texts with commas or spaces between them.

    Args:
        choices: what the items may be. A choice is not split, and where one has a space, only commas separate.
    """
    text = word.strip()
    if text in choices:
        return [text]
    if re.match(r"\[|-\s", text):
        try:
            found = parse_yaml(text)
        except ValueError:
            found = None
        if isinstance(found, list):
            return found
    separator = "," if any(re.search(r"\s", choice) for choice in choices) else r"[,\s]"
    return [item.strip() for item in re.split(separator, text) if item.strip()]


@dataclass(frozen=True)
class Type:
    """A type of copier's: its name in messages, the Python types of its values, and the conversion of a word."""

    noun: str
    classes: tuple[type, ...]
    convert: Callable[[str], Any]


_BOOLEANS = {"true": True, "yes": True, "y": True, "on": True, "1": True}
_BOOLEANS |= {"false": False, "no": False, "n": False, "off": False, "0": False}

TYPES = {
    "str": Type("text", (str,), str),
    "path": Type("a path", (str,), str),
    "bool": Type("true or false", (bool,), lambda word: _BOOLEANS[word.lower()]),
    "int": Type("a whole number", (int,), int),
    "float": Type("a number", (float, int), float),
    "json": Type("JSON", (object,), json.loads),
    "yaml": Type("YAML", (object,), parse_yaml),
}
"""copier's own, see "Advanced prompt formatting" in its documentation."""


@dataclass(frozen=True)
class Question:
    """One question of copier.yml.

    ``choices`` maps the text for people to the stored value. ``label`` names the question in one or two words: it comes
    from ``_labels`` in copier.yml, else it is the name. ``pair`` is for an answer that maps keys to values:
    the flag and the form of one pair, as ``--view KEY=TITLE``; ``_pairs`` in copier.yml has it. ``is_list`` is of
    questions with several choices, and of those in ``_lists`` there. ``is_silent`` says
    whether an empty answer needs no flag, see ``_silent`` there; ``usual`` is another answer that needs none, see
    ``_usual``. ``is_flag_only`` says whether nobody is asked for it:
    pairs, and what is in ``_flags_only`` there. ``is_for_commands`` is of questions that have no flag either, see
    ``_commands_only``: a command such as ``adopt`` answers them.
    """

    name: str
    type: str = "str"
    help: str = ""
    default: Any = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    multiselect: bool = False
    is_list: bool = False
    validator: str = ""
    when: str | bool = True
    label: str = ""
    pair: str = ""
    is_silent: bool = False
    usual: Any = None
    is_flag_only: bool = False
    is_for_commands: bool = False

    @property
    def flag(self) -> str:
        return self.pair.partition(" ")[0] or "--" + self.name.replace("_", "-")

    @property
    def is_computed(self) -> bool:
        """Whether it is computed from answers, and never asked."""
        return self.when is False

    def parse(self, words: Any) -> Any:
        """The value of a flag's word, of the words of a flag that is repeated, or of a reply in the wizard.

        A word that cannot be converted stays, and fails the check.
        """
        if self.pair:
            pairs = dict(word.partition("=")[::2] for word in words)
            return pairs if len(pairs) == len(words) and all("=" in word for word in words) else words
        if self.is_list:
            choices = [str(value) for value in self.values]
            given = [words] if isinstance(words, str) else words
            items = [item for word in given for item in split_list(str(word), choices)]
            return [self.convert(item) for item in items] if self.multiselect else items
        return self.convert(words)

    def convert(self, word: Any) -> Any:
        """The value that one word means; see ``parse``."""
        if not isinstance(word, str):
            return word
        try:
            return TYPES[self.type].convert(word)
        except (ValueError, KeyError):
            return word

    def change(self, word: str) -> Any:
        """The value that the word after ``--set question=`` means."""
        return self.parse(word) if self.is_list else self.convert(word)

    def spell(self, value: Any) -> list[str]:
        """The flags that give this answer, without a shell's quotes; see ``parse``."""
        if (self.is_silent and not value) or (self.usual is not None and value == self.usual):
            return []
        if self.pair and isinstance(value, dict):
            return [f"{self.flag}={key}={item}" for key, item in value.items()]
        if isinstance(value, bool) and self.type == "bool":
            return [self.flag if value else f"--no-{self.flag[2:]}"]
        if self.is_list and self.parse(text := ",".join(map(str, value))) == value:
            value = text
        elif self.is_list or self.type in ("json", "yaml"):
            value = json.dumps(value, ensure_ascii=False, default=str)
        return [f"{self.flag}={value}"]

    @property
    def values(self) -> list[Any]:
        return list(self.choices.values())


@dataclass(frozen=True)
class Given:
    """An answer from the user, and the name of its origin in error messages."""

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


def read_question(name: Any, spec: Any, label: str) -> Question:
    """Read one question of copier.yml.

    Raises:
        ValueError: bgscript does not understand it.
    """
    if not isinstance(name, str) or not name.isidentifier():
        raise ValueError("its name must be an identifier")
    spec = spec if isinstance(spec, dict) else {"default": spec}
    default = spec.get("default", [] if spec.get("multiselect") else "")
    kind = spec.get("type") or _type_of(default)
    if kind not in TYPES:
        raise ValueError(f"bgscript does not know the type {kind!r}; it knows {', '.join(TYPES)}")
    if spec.get("secret"):
        raise ValueError("secret answers are not supported: bgscript prints and records every answer")
    return Question(
        name=name,
        type=kind,
        help=str(spec.get("help", "")),
        default=default,
        choices=_choices(spec.get("choices") or {}),
        multiselect=bool(spec.get("multiselect", False)),
        is_list=bool(spec.get("multiselect", False)),
        validator=str(spec.get("validator", "")),
        when=spec.get("when", True),
        label=label,
    )


def _type_of(default: Any) -> str:
    """The type that copier uses for a question without a type."""
    name = type(default).__name__
    return name if name in TYPES else "yaml"


def _choices(choices: Any) -> dict[str, Any]:
    if isinstance(choices, str):
        raise ValueError("computed choices are not supported; list them")
    pairs = choices.items() if isinstance(choices, dict) else map(_pair, choices)
    return {label: _choice(value) for label, value in pairs}


def _pair(choice: Any) -> tuple[str, Any]:
    label, value = choice if isinstance(choice, list) and len(choice) == 2 else (choice, choice)
    return str(label), value


def _choice(value: Any) -> Any:
    if isinstance(value, dict) and value.get("validator"):
        raise ValueError("choices with a validator are not supported")
    value = value.get("value") if isinstance(value, dict) else value
    if isinstance(value, str) and "{" in value:
        raise ValueError("computed choices are not supported; list them")
    return value
