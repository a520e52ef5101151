"""``bgscript check``: what is wrong in projects, and what ends when."""

from __future__ import annotations

import os

from bgscript.documents import whole

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from bgscript.check.engine import CheckedProject
    from bgscript.cli.output import Output
    from bgscript.system.progress import Progress
    from bgscript.system.session import Session

FOUND_ERRORS = 5


def add_arguments(parser: ArgumentParser, session: Session) -> None:
    parser.usage = "bgscript check [PATH...] [options]"
    path = parser.add_argument("paths", nargs="*", default=["."], metavar="PATH")
    path.help = "a project, or a folder with projects (default: this one)"
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    parser.add_argument("--sarif", metavar="FILE", help="write the findings to a file, too, as SARIF 2.1.0")
    parser.add_argument(
        "--explain", metavar="CODE", help="print why a finding matters, what is wrong, and what is right"
    )
    parser.add_argument("--strict", action="store_true", help="exit with 5 for warnings, too")


def run(args: Namespace, session: Session, output: Output) -> int:
    from bgscript.cli.commands import refuse_problems

    refuse_problems(args)
    if args.explain is not None:
        output.show([_explained(args.explain)])
        return 1 if output.lost else 0
    projects, problems = _check(args.paths, session.progress)
    if args.sarif:
        _write(args.sarif, projects)
    if args.json:
        data = {"command": "check", "projects": [project.as_data() for project in projects]}
        output.show_json({**data, "warnings": problems} if problems else data)
    else:
        from bgscript.cli.reports.check import lines

        if projects:
            output.show(lines(projects))
    output.warn(problems)
    levels = ("error", "warning") if args.strict else ("error",)
    if any(project.count(level) for project in projects for level in levels):
        return FOUND_ERRORS
    return 1 if problems or output.lost else 0


def _check(paths: list[str], progress: Progress) -> tuple[list[CheckedProject], list[str]]:
    """Check every project at or below the paths."""
    from bgscript.check.engine import Checker
    from bgscript.documents.walk import Walk
    from bgscript.system.shelters import interrupted

    if missing := [path for path in paths if not os.path.lexists(path)]:
        from bgscript.system.errors import UsageError

        raise UsageError([f"{path} does not exist" for path in missing], "bgscript check --help shows more")
    checker, problems, projects, walks = Checker(), [], [], [Walk() for _ in paths]
    found = [walk.projects(os.path.normpath(path)) for walk, path in zip(walks, paths, strict=True)]
    for folder in progress.each([folder for folders in found for folder in folders]):
        if interrupted(folder):
            problems.append(
                f"{folder}: a run of bgscript was killed while it changed this project; "
                "`bgscript update` there puts its files back"
            )
        try:
            projects.append(checker.check(folder))
        except Exception as error:  # a bug must not keep the other projects from being checked
            from bgscript.system.errors import unexpected

            if "BGSCRIPT_DEBUG" in os.environ:
                raise
            problems.append(f"{folder} could not be checked: {unexpected(error)}")
    problems += [problem for walk in walks for problem in walk.problems]
    return projects, [problem.replace("\n", "\\n") for problem in problems]


def _explained(code: str) -> str:
    """What the file of a rule says.

    Raises:
        UsageError: there is no such rule.
    """
    from bgscript.check import explain
    from bgscript.check.rules import REGISTRY, load
    from bgscript.system.errors import UsageError, nearest

    if code.upper() not in REGISTRY:
        problem = f"--explain: there is no finding with the code {code!r}{nearest(code.upper(), list(REGISTRY))}"
        raise UsageError([problem], "docs/reference/rules.md of bgscript lists the codes")
    return explain.text(load(code.upper()))


def _write(file: str, projects: list[CheckedProject]) -> None:
    """Write SARIF, whole or not at all."""
    import json

    from bgscript.cli.reports.sarif import document

    whole.write(file, json.dumps(document(projects), indent=2) + "\n")
