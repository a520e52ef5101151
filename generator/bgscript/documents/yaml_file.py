"""Reads the YAML files that people write or edit. Errors name the line.

The YAML library alone expands an alias bomb for minutes, takes the last of two equal keys, and reads ``1.10`` as 1.1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast loader, if it is compiled."""

MOST_BYTES = 1_000_000
MOST_LEVELS = 50


class YamlError(Exception):
    """Why a text is refused, as a sentence without a subject: ``line 3: …``."""


@dataclass(frozen=True)
class Document:
    """A mapping. ``data`` has its values by YAML's rules; ``texts`` the plain scalars as they are written."""

    data: dict[str, Any]
    texts: Mapping[str, str]
    lines: Mapping[str, int]


def read(file: Path) -> Document:
    """Read a file.

    Raises:
        OSError: it cannot be read.
        YamlError: see ``parse``.
    """
    with file.open("rb") as stream:
        return parse(stream.read(MOST_BYTES + 1))


def parse(text: bytes) -> Document:
    """Read a mapping with text as keys.

    Raises:
        YamlError: it is over a megabyte, not YAML, not such a mapping, or has aliases, equal keys or deep nesting.
    """
    if len(text) > MOST_BYTES:
        raise YamlError(f"it has more than {MOST_BYTES:,} bytes")
    try:
        decoded = text.decode("utf-8-sig")
        _check_events(decoded)
        root = yaml.compose(decoded, Loader=LOADER)
        nodes = dict(_pairs(root)) if root else {}
        data = yaml.load(decoded, Loader=LOADER) or {}  # noqa: S506 - both loaders are the safe one
    except UnicodeDecodeError as error:
        raise YamlError(f"byte {error.start + 1} is not UTF-8") from error
    except (yaml.YAMLError, ValueError, TypeError, OverflowError) as error:
        raise YamlError(_reason(error)) from error
    return Document(
        data,
        {name: node.value for name, node in nodes.items() if isinstance(node, yaml.ScalarNode)},
        {name: node.start_mark.line + 1 for name, node in nodes.items()},
    )


def _check_events(text: str) -> None:
    """Refuse aliases and deep nesting before any value is built."""
    level = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(f"line {_line(event)}: an alias, *{event.anchor}; write the value out")
        level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if level > MOST_LEVELS:
            raise YamlError(f"line {_line(event)}: nested more than {MOST_LEVELS} levels deep")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _pairs(root: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    if not isinstance(root, yaml.MappingNode):
        raise YamlError("it must hold `name: value` lines")
    seen: dict[str, int] = {}
    for key, value in root.value:
        line = key.start_mark.line + 1
        if key.tag != "tag:yaml.org,2002:str":
            raise YamlError(f"line {line}: the key {_shown(key)} is not text")
        if key.value in seen:
            raise YamlError(f"line {line}: duplicate key {key.value}, first on line {seen[key.value]}")
        seen[key.value] = line
        yield key.value, value


def _shown(node: yaml.Node) -> str:
    return repr(node.value) if isinstance(node, yaml.ScalarNode) else "with a structure"


def _reason(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return f"line {mark.line + 1}: {problem}" if mark else " ".join(str(problem).split())
