"""The report of a command: text for people and one JSON object for programs, from the same data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from shlex import quote
from typing import Any

from bgscript.new.repository import Outcome


@dataclass
class Report:
    """What a command did. The fields are the public interface of ``--json``."""

    command: str
    path: str
    target: str
    template: dict[str, str]
    files: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    next: list[str] = field(default_factory=list)
    replay: str = ""


@dataclass
class ExistingReport(Report):
    """What ``new --from`` did.

    ``not_carried`` has each part of the document that it left, see ``importing.left.Left``; ``findings`` has what
    ``check`` finds in the app's code, as ``check --json`` has it.
    """

    not_carried: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)


def replay(path: str, flags: Sequence[str], *, break_lines: bool = False) -> str:
    """The command that makes the same project again, for a POSIX shell."""
    words = [f"bgscript new {quote(path)} --yes", *map(_quoted, flags)]
    return (" \\\n    " if break_lines else " ").join(words)


def _quoted(flag: str) -> str:
    name, equals, value = flag.partition("=")
    return f"{name}{equals}{quote(value) if equals else ''}"


def next_steps(
    path: str, repository: Outcome, *, manager: str = "npm", root: Sequence[str] = (), installed: bool = False
) -> list[str]:
    """The next commands.

    Args:
        manager: the project's package manager.
        root: what the root of the project's workspace needs before.
        installed: whether the packages are installed.
    """
    add = [f"git add {quote(path)}"] if repository.enclosing else []
    go = [] if path in (".", "./") else [f"cd {quote(path)}"]
    commit = ["git diff --staged --stat", "git commit"] if repository.is_staged else []
    install = [] if installed else [f"{manager} install"]
    return [*add, *root, *go, *install, f"{manager} run check", *commit]


def made(report: Report, flags: Sequence[str]) -> list[str]:
    """The text of ``new`` after it has made a project."""
    return [
        f"Made {report.path}: {_summary(report)}, template {report.template['version']}.",
        "",
        "Next:",
        *(f"  {command}" for command in report.next),
        "",
        "To recreate this project:",
        f"  {replay(report.path, flags, break_lines=True)}",
    ]


def plan(report: Report) -> list[str]:
    """The text of ``new --dry-run``."""
    return [
        *(f"{file['size']:>7}  {file['path']}" for file in report.files),
        "",
        f"{_summary(report)}, {sum(file['size'] for file in report.files)} bytes, in {report.path}."
        " Nothing was written.",
    ]


def _summary(report: Report) -> str:
    count = f"{len(report.files)} file{'s' * (len(report.files) != 1)}"
    return f"{count} for {report.target}" if report.target else count
