"""What the user sees: text for people, one JSON object for programs, errors on stderr for both."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from shlex import quote
from typing import Any

from bgscript.errors import BgscriptError, UsageError
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


def next_steps(path: str, repository: Outcome) -> list[str]:
    """The commands to go on with."""
    commit = [f"git add {quote(path)}"] if repository.enclosing else []
    return [*commit, f"cd {quote(path)}", "npm install", "npm run check"]


def made(report: Report, answers: Mapping[str, Any], flags: Sequence[str] = ()) -> list[str]:
    """What ``new`` tells people when it has made a project."""
    return [
        f"Made {report.path}: {len(report.files)} files for {report.target}, template {report.template['version']}.",
        "",
        "Next:",
        *(f"  {command}" for command in report.next),
        "",
        "The same again:",
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


def show(lines: Iterable[str]) -> None:
    """Print lines for people."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def show_json(data: Any) -> None:
    """Print the one object that ``--json`` promises."""
    data = asdict(data) if isinstance(data, Report) else data
    sys.stdout.write(json.dumps(data, indent=2, ensure_ascii=False, default=str) + "\n")


def warn(warnings: Iterable[str]) -> None:
    """Print warnings where they disturb no pipe."""
    for warning in warnings:
        sys.stderr.write(f"warning: {warning}\n")


def fail(error: BgscriptError, *, as_json: bool = False) -> None:
    """Print what went wrong and what to do."""
    if as_json:
        show_json({"error": {"code": error.exit_code, "message": error.message, "hint": error.hint}})
    for message in error.problems if isinstance(error, UsageError) else [error.message]:
        sys.stderr.write(f"error: {message}\n")
    if error.hint:
        sys.stderr.write(f"hint: {error.hint}\n")
