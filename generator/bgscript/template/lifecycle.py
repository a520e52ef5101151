"""How long each module is supported: a template's ``lifecycle.yml`` as objects, and the sentences derived from it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from textwrap import wrap
from typing import Any

import yaml

from bgscript.system.errors import TemplateError
from bgscript.template import lifecycle_file
from bgscript.template.names import LIFECYCLE
from bgscript.template.templates import Template


@dataclass(frozen=True)
class Reference:
    """The source of a fact."""

    title: str
    url: str


@dataclass(frozen=True)
class ModuleLife:
    """One module of the platform.

    ``until`` is the day on which it ends. ``ends`` has details, if there are any. ``replacement`` is the module to use
    instead. ``rests_on`` has the entries of the changelog that say so.
    """

    name: str
    status: str
    source: Reference
    since: date | None = None
    until: date | None = None
    replacement: str | None = None
    ends: str = ""
    rests_on: Sequence[str] = ()


@dataclass(frozen=True)
class Target:
    """A target for the app, with the modules that a project for it has, and the target that takes its place."""

    name: str
    modules: Sequence[ModuleLife]
    successor: str = ""

    @property
    def until(self) -> date | None:
        """The day on which its first module ends."""
        return min((module.until for module in self.modules if module.until), default=None)

    @property
    def status(self) -> str:
        """``supported since …``, or ``deprecated, removed on …; choose … instead``."""
        first = self.modules[0]
        if self.until:
            return f"{self.end}; choose {self.successor} instead"
        return f"{first.status} since {_in_words(first.since)}" if first.since else first.status

    @property
    def end(self) -> str:
        """``deprecated, removed on …``; empty for a target that does not end."""
        first = self.modules[0]
        return f"{first.status}, {first.ends or f'removed on {_in_words(self.until)}'}" if self.until else ""

    def as_data(self) -> dict[str, Any]:
        """For ``--json``; dates as ISO 8601."""
        modules = [{**asdict(module), "source": asdict(module.source)} for module in self.modules]
        return {
            **{"target": self.name, "status": self.status, "until": self.until, "successor": self.successor},
            "modules": modules,
        }


def targets(template: Template) -> list[Target]:
    """All targets in a template's file, in their order; none if it has no such file.

    Raises:
        TemplateError: the file is not what it should be.
    """
    if not (template.root / LIFECYCLE).is_file():
        return []
    try:
        facts = lifecycle_file.read(template.root)
        modules = {name: _module(name, fact) for name, fact in facts["modules"].items()}
        successors = facts.get("successors") or {}
        return [
            Target(name, [modules[module] for module in names], successors.get(name, ""))
            for name, names in facts["targets"].items()
        ]
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
        problem = f"{template.name} cannot be used: lifecycle.yml: {type(error).__name__}: {error}"
        raise TemplateError(problem, template.report_to) from error


def target(template: Template, name: str) -> Target | None:
    """One target by its name; None if the template's file does not have it."""
    return next((target for target in targets(template) if target.name == name), None)


def warnings(template: Template, homes: Sequence[str], beside: Sequence[str] = ()) -> list[str]:
    """What somebody who chooses these targets has to know, each sentence once.

    Args:
        beside: the targets that the app has already. What is among them need not be recommended.
    """
    found = []
    for target in targets(template):
        if target.name in homes and target.until:
            names = ", ".join(module.name for module in target.modules)
            found.append(f"{names}: {target.end if target.successor in (*homes, *beside) else target.status}")
    return list(dict.fromkeys(found))


def table(targets: Sequence[Target]) -> list[str]:
    """What ``bgscript targets`` prints. Lines have the terminal's width at most, except long addresses."""
    lines = []
    for each in targets:
        first = each.modules[0]
        modules = ", ".join(module.name for module in each.modules)
        read = ", ".join([first.source.title, *first.rests_on]) + ":"
        facts = [line for fact in (each.status, modules, read) for line in wrap(fact, 76)]
        lines += [each.name, *(f"    {fact}" for fact in [*facts, first.source.url]), ""]
    return lines[:-1]


def _module(name: str, fact: dict[str, Any]) -> ModuleLife:
    """A module as older templates describe it too: they have no ``rests_on``, and days on which sources were read."""
    known = {each.name for each in fields(ModuleLife)} - {"source"}
    said: dict[str, Any] = {key: value for key, value in fact.items() if key in known}
    days = {key: date.fromisoformat(said[key]) for key in _DAYS if key in said}
    return ModuleLife(name, source=Reference(fact["source"]["title"], fact["source"]["url"]), **{**said, **days})


_DAYS = ("since", "until")


def _in_words(day: date | None) -> str:
    return lifecycle_file.in_words(day.isoformat()) if day else ""
