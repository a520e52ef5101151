"""What a command tells: text for people and one JSON object for programs, made of the same data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from shlex import quote
from typing import Any

from bgscript.repository import Outcome


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


def replay(path: str, answers: Mapping[str, Any], flags: Sequence[str] = (), *, break_lines: bool = False) -> str:
    """The command that makes the same project again, for a POSIX shell."""
    words = [" ".join([f"bgscript new {quote(path)} --yes", *map(quote, flags)])]
    for name, value in answers.items():
        flag = "--" + name.replace("_", "-")
        if isinstance(value, bool):
            words.append(flag if value else flag.replace("--", "--no-", 1))
        else:
            values = value if isinstance(value, list) else [value]
            words.append(f"{flag}={quote(','.join(map(str, values)))}")
    return (" \\\n    " if break_lines else " ").join(words)


def next_steps(path: str, repository: Outcome, *, installed: bool = False) -> list[str]:
    """The commands to go on with; ``installed`` tells whether the packages are there."""
    commit = [f"git add {quote(path)}"] if repository.enclosing else []
    go = [] if path in (".", "./") else [f"cd {quote(path)}"]
    return [*commit, *go, *([] if installed else ["npm install"]), "npm run check"]


def made(report: Report, answers: Mapping[str, Any], flags: Sequence[str] = ()) -> list[str]:
    """What ``new`` tells people when it has made a project."""
    return [
        f"Made {report.path}: {len(report.files)} files for {report.target}, template {report.template['version']}.",
        "",
        "Next:",
        *(f"  {command}" for command in report.next),
        "",
        "To recreate this project:",
        f"  {replay(report.path, answers, flags, break_lines=True)}",
    ]


def plan(report: Report) -> list[str]:
    """What ``new --dry-run`` tells people."""
    return [
        *(f"{file['size']:>7}  {file['path']}" for file in report.files),
        "",
        f"{len(report.files)} files, {sum(file['size'] for file in report.files)} bytes, for {report.path}."
        " Nothing was written.",
    ]
