"""Reads a template's lifecycle.yml. Little is imported here: ``check`` needs the facts without the objects of them."""

from __future__ import annotations

import os

import yaml

from bgscript.template.names import LIFECYCLE

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from typing import Any

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # all values stay text, days too


def read(root: str | os.PathLike[str]) -> dict[str, Any]:
    """The facts of the template in a folder.

    Raises:
        OSError: there is no such file.
        yaml.YAMLError: it is no YAML.
    """
    with open(os.path.join(root, LIFECYCLE), "rb") as stream:
        facts: dict[str, Any] = yaml.load(stream, Loader=_LOADER)  # noqa: S506 - it makes nothing but texts
    return facts


def folder() -> str:
    """The template that this bgscript has: an installed one, or that of its checkout."""
    packed = os.path.join(_PACKAGE, "templates")
    return packed if os.path.isdir(packed) else os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), "templates")


def in_words(day: str) -> str:
    """A day as texts have it, from one of the file: `2027-01-31` is `31 January 2027`."""
    from datetime import date

    found = date.fromisoformat(day)
    return f"{found.day} {found:%B %Y}"


def read_own() -> dict[str, Any]:
    """The facts of that template."""
    return read(folder())
