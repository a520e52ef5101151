"""Findings as SARIF 2.1.0, for code hosts and editors that show it."""

from __future__ import annotations

from bgscript import __version__
from bgscript.check.rules import RULES

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from typing import Any

    from bgscript.check.findings import Finding
    from bgscript.check.project import Project

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def document(projects: list[Project]) -> dict[str, Any]:
    """All findings as one run; ignored ones are marked as suppressed."""
    codes = list(RULES)
    results = [_result(project, finding, codes) for project in projects for finding in project.all]
    rules = [
        {
            "id": code,
            "shortDescription": {"text": f"{about[:1].upper()}{about[1:]}."},
            "defaultConfiguration": {"level": level},
        }
        for code, (level, about) in RULES.items()
    ]
    driver = {"name": "bgscript", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(project: Project, finding: Finding, codes: list[str]) -> dict[str, Any]:
    from urllib.parse import quote

    path = f"{project.path.rstrip('/')}/{finding.file}" if project.path != "." else finding.file
    place = {
        "artifactLocation": {"uri": ("file://" if path.startswith("/") else "") + quote(path.removeprefix("./"))},
        "region": {"startLine": finding.line, "startColumn": finding.column},
    }
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.level,
        "message": {"text": f"{finding.message} {finding.hint}"},
        "locations": [{"physicalLocation": place}],
    }
    if finding.reason:
        kind = "external" if finding.file.endswith(".json") else "inSource"
        result["suppressions"] = [{"kind": kind, "justification": finding.reason}]
    return result
