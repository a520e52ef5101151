"""The output of ``check`` for people: the findings of one project, or a table of many, in lines of 80 columns."""

from __future__ import annotations

import sys

from bgscript.check.findings import plural
from bgscript.check.levels import ERROR, LEVELS, NOTE, WARNING
from bgscript.cli.wrapping import fill, width_of

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bgscript.check.engine import CheckedProject
    from bgscript.check.findings import Finding

_WIDTH = 80
_COLUMNS = (25, 31, 12)
_UNREAD = ("BG101", "BG102", "BG103", "BG104")


def lines(projects: list[CheckedProject]) -> Iterator[str]:
    """What to print."""
    if len(projects) == 1:
        yield from _one(projects[0])
    else:
        yield from _many(projects)


def _one(project: CheckedProject) -> Iterator[str]:
    for finding in project.findings:
        yield from _finding(project, finding)
    if project.findings:
        yield ""
    if sentence := _without_script(project):
        yield from _wrapped(sentence, "")
    yield from _wrapped(f"{project.path}: {_counts(project)}.", "")


def _many(projects: list[CheckedProject]) -> Iterator[str]:
    worst = sorted(projects, key=lambda each: ([-each.count(level) for level in LEVELS], each.path))
    yield _row("project", "script modules and views", "ends", "findings")
    for project in worst:
        yield from _rows(project)
    yield ""
    bad = [project for project in worst if project.count(ERROR)]
    for project in bad:
        for finding in project.findings:
            if finding.level == ERROR:
                yield from _finding(project, finding)
    if bad:
        yield ""
    counts = ", ".join(plural(sum(each.count(level) for each in projects), level) for level in LEVELS)
    yield f"{plural(len(projects), 'project')}: {counts}."
    if any(project.findings for project in projects):
        yield "bgscript check PROJECT shows all findings of one, and what to do."


def _finding(project: CheckedProject, finding: Finding) -> Iterator[str]:
    file = finding.file if project.path == "." else f"{project.path.rstrip('/')}/{finding.file}"
    file = file.replace("\n", "\\n")
    place = f"{file}:{finding.line}:{finding.column}: {finding.level} {finding.code}"
    yield place
    yield from _wrapped(finding.message, "    ")
    yield from _wrapped(finding.hint, "    → ", "      ")


def _rows(project: CheckedProject) -> Iterator[str]:
    days = {end["module"]: end["date"] for end in project.ends}
    modules = [*project.scripts, *project.views]
    counts = [f"{plural(project.count(level), level)}" for level in LEVELS if project.count(level)] or ["none"]
    shown = modules or ["no background script"]
    name = project.path
    if len(name) > _COLUMNS[0] - 2:  # a line of its own, whole, so that it can be copied
        yield name
        name = ""
    for index in range(max(len(shown), len(counts))):
        module = shown[index] if index < len(shown) else ""
        day = days.get(module, "-" if module in modules else "")
        yield _row("" if index else name, module, day, counts[index] if index < len(counts) else "")


def _row(*cells: str) -> str:
    widths = (*_COLUMNS, 0)
    return "".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _counts(project: CheckedProject) -> str:
    found = [plural(project.count(level), level) for level in (ERROR, WARNING, NOTE) if project.count(level)]
    silenced = len(project.all) - len(project.findings)
    modules = ", ".join([*project.scripts, *project.views])
    text = ", ".join(found) or "no findings"
    if silenced:
        text += f" ({silenced} ignored)"
    return f"{text}; it has {modules}" if modules else text


def _without_script(project: CheckedProject) -> str:
    """What was not checked, and why, if that is not everything."""
    if project.about:
        return f"{project.path}: {project.about}."
    if project.scripts or any(finding.code in _UNREAD for finding in project.findings):
        return ""
    return f"{project.path} has no background script. The rules for every app were checked."


def _wrapped(text: str, first: str, rest: str | None = None) -> list[str]:
    """A text in lines."""
    return fill(text, width_of(sys.stdout, _WIDTH), first, rest)
