"""A user's own defaults for ``new``: a few answers and the template's address, from one file.

# ~/.config/bgscript/defaults.yml
license: MIT
ci: bitbucket
template_source: https://git.example.com/platform/template.git
"""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bgscript.documents import yaml_file
from bgscript.system.errors import UsageError, nearest
from bgscript.template.questions import Given, Question

_QUESTIONS = ("license", "ci", "package_manager")
"""The answers that can be the same in all projects of somebody. A template need not have the questions."""

_SOURCE = "template_source"


@dataclass(frozen=True)
class Defaults:
    """What the file says: ``answers`` by question, and the address of a template. ``file`` is where it is."""

    file: Path | None = None
    answers: dict[str, Given] = field(default_factory=dict)
    template_source: Given | None = None

    def used(self, given: Mapping[str, Given]) -> list[str]:
        """The names of those among some answers that are from here."""
        return [name for name, answer in self.answers.items() if given.get(name) is answer]


def read() -> Defaults:
    """Read the user's file.

    Raises:
        UsageError: the file cannot be read, or it has an unknown key; each with its line.
    """
    file = location()
    if file is None:
        return Defaults()
    try:
        document = yaml_file.read(file)
    except (FileNotFoundError, NotADirectoryError):
        return Defaults()
    except OSError as error:
        raise UsageError([f"{file} cannot be read: {error.strerror}"], _HINT) from error
    except yaml_file.YamlError as error:
        raise UsageError([f"{file} cannot be used: {error}"], _HINT) from error
    known = [*_QUESTIONS, _SOURCE]
    origins = {name: f"{file}, line {line}: {name}" for name, line in document.lines.items()}
    problems = [
        f"{file}, line {document.lines[name]}: unknown key {name}{nearest(name, known)}"
        for name in document.data
        if name not in known
    ]
    source = document.data.get(_SOURCE)
    if _SOURCE in document.data and not (isinstance(source, str) and source):
        problems.append(f"{origins[_SOURCE]} must be an address, not {source!r}")
    if problems:
        raise UsageError(problems, f"it can have {', '.join(known)}; {_HINT}")
    answers = {name: Given(value, origins[name]) for name, value in document.data.items() if name in _QUESTIONS}
    return Defaults(file, answers, Given(source, origins[_SOURCE]) if source else None)


_HINT = "--no-defaults leaves the file out"


def location() -> Path | None:
    """Where the file is: in the user's folder of settings. None where there is no such folder."""
    if sys.platform == "win32":
        settings = os.environ.get("APPDATA", "")
        return Path(settings, "bgscript", "defaults.yml") if settings else None
    named = os.environ.get("XDG_CONFIG_HOME", "")
    try:
        settings_folder = Path(named) if os.path.isabs(named) else Path.home() / ".config"  # noqa: PTH117
    except RuntimeError:  # the user has no home directory
        return None
    return settings_folder / "bgscript" / "defaults.yml"


def applicable(defaults: Defaults, applying: Iterable[Question]) -> dict[str, Given]:
    """The answers of the file to questions that apply."""
    names = {question.name for question in applying}
    return {name: answer for name, answer in defaults.answers.items() if name in names}
