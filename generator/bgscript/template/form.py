"""A template's copier.yml, read: its questions, and what it says of them to bgscript."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from bgscript.documents import yaml_file
from bgscript.system.errors import TemplateError
from bgscript.template.names import QUESTIONS
from bgscript.template.question import Question, read_question

ASK_MAINTAINERS = "report it to the people who maintain the template; see docs/guides/own-template.md of bgscript"


@dataclass(frozen=True)
class Form:
    """The questions of a template, in their order, computed ones included.

    ``envops`` are options of jinja2. The rest is for bgscript, from keys that begin with ``_``: ``reasons`` why a
    question does not apply, by its name; values that are ``refused``, with the reason, by question; ``first``, the
    questions that the wizard always asks; ``schema``, parts of a JSON Schema by question; ``known``, by question, a
    file of the template with the texts that its list may have, one a line, and what to do about another one.
    """

    questions: tuple[Question, ...]
    envops: Mapping[str, Any]
    reasons: Mapping[str, str]
    refused: Mapping[str, Mapping[Any, str]]
    first: tuple[str, ...]
    schema: Mapping[str, Any]
    known: Mapping[str, Mapping[str, str]]


def read_form(root: Path, name: str) -> Form:
    """Read ``root/copier.yml``.

    Args:
        name: the template's name in messages.

    Raises:
        TemplateError: it is missing, not YAML, or has a question that bgscript does not understand.
    """
    try:
        config = _read(root)
        labels, pairs = _private(config, "_labels", {}), _private(config, "_pairs", {})
        silent, flags_only = _private(config, "_silent", []), _private(config, "_flags_only", [])
        lists = _private(config, "_lists", [])
        usual, for_commands = _private(config, "_usual", {}), _private(config, "_commands_only", [])
        return Form(
            tuple(
                replace(
                    _question(name, spec, labels, pairs, lists, silent, [*flags_only, *for_commands]),
                    usual=usual.get(name),
                    is_for_commands=name in for_commands,
                )
                for name, spec in config.items()
                if not str(name).startswith("_")
            ),
            config.get("_envops") or {},
            config.get("_reasons") or {},
            _private(config, "_refused", {}),
            tuple(str(name) for name in _private(config, "_first", [])),
            _private(config, "_schema", {}),
            _known(config),
        )
    except ValueError as error:
        raise TemplateError(f"{name} cannot be used: {error}", ASK_MAINTAINERS) from error


def inside(root: Path, file: Path) -> None:
    """Refuse a file that is outside the template, links resolved.

    Raises:
        ValueError: it is.
    """
    if not file.resolve().is_relative_to(root.resolve()):
        raise ValueError("a symbolic link to a file outside the template")


def _read(root: Path) -> dict[str, Any]:
    file = root / QUESTIONS
    try:
        inside(root, file)
        config = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml_file.LOADER)  # noqa: S506 - the safe one
    except OSError as error:
        raise ValueError(f"{QUESTIONS}: {error.strerror}") from error
    except (yaml.YAMLError, ValueError) as error:
        raise ValueError(f"{QUESTIONS}: {' '.join(str(error).split())}") from error
    if not isinstance(config, dict):
        raise ValueError(f"{QUESTIONS} must hold `question: specification` lines")
    return config


def read_known(root: Path, name: str) -> list[str]:
    """The lines of a file of the template, without comments.

    Raises:
        ValueError: it cannot be read, or is outside the template.
    """
    try:
        inside(root, root / name)
        lines = (root / name).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ValueError(f"{name}: {error.strerror}") from error
    return [line for line in lines if not line.startswith("#")]


def _known(config: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = _private(config, "_known", {})
    for name, spec in found.items():
        if not (isinstance(spec, dict) and all(isinstance(spec.get(key), str) for key in ("file", "reason"))):
            raise ValueError(f"_known must give {name} a file and a reason")
    return found


def _private(config: Mapping[str, Any], key: str, default: Any) -> Any:
    value = config.get(key) or default
    if not isinstance(value, type(default)):
        raise ValueError(f"{key} must be a {type(default).__name__}")
    return value


def _question(
    name: Any,
    spec: Any,
    labels: Mapping[str, Any],
    pairs: Mapping[str, Any],
    lists: list[Any],
    silent: list[Any],
    flags_only: list[Any],
) -> Question:
    try:
        question = read_question(name, spec, str(labels.get(name) or name).replace("_", " "))
    except ValueError as error:
        raise ValueError(f"question {name}: {error}") from error
    pair = str(pairs.get(name, ""))
    if pair and not re.fullmatch(r"--[a-z][a-z-]* [A-Z]+=[A-Z]+", pair):
        raise ValueError(f"question {name}: _pairs must give it a flag and its form, as in --view KEY=TITLE")
    if name in lists and question.type != "yaml":
        raise ValueError(f"question {name}: _lists is for questions of type yaml")
    return replace(
        question,
        pair=pair,
        is_list=question.multiselect or name in lists,
        is_silent=name in silent,
        is_flag_only=bool(pair) or name in flags_only,
    )
