"""Findings as SARIF 2.1.0, for code hosts and editors that show it."""

from __future__ import annotations

import os

from bgscript import __version__
from bgscript.check import explain
from bgscript.check.rules import load_all
from bgscript.cli.output import visible

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from typing import Any

    from bgscript.check.engine import CheckedProject
    from bgscript.check.findings import Finding
    from bgscript.check.rules import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def document(projects: list[CheckedProject]) -> dict[str, Any]:
    """All findings as one run; ignored ones are marked as suppressed."""
    rules = load_all()
    codes = list(rules)
    results = [_result(project, finding, codes) for project in projects for finding in project.all]
    driver = {"name": "bgscript", "version": __version__, "rules": [_rule(rule) for rule in rules.values()]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.CODE,
        "shortDescription": {"text": f"{rule.SUMMARY[:1].upper()}{rule.SUMMARY[1:]}."},
        "fullDescription": {"text": explain.why(rule)},
        "help": {"text": explain.text(rule), "markdown": explain.markdown(rule)},
        "helpUri": explain.uri(rule),
        "defaultConfiguration": {"level": rule.LEVEL},
    }


def _result(project: CheckedProject, finding: Finding, codes: list[str]) -> dict[str, Any]:
    from urllib.parse import quote

    path = f"{project.path.rstrip('/')}/{finding.file}" if project.path != "." else finding.file
    place = {
        "artifactLocation": {
            "uri": ("file://" if path.startswith("/") else "") + quote(os.fsencode(path.removeprefix("./")))
        },
        "region": {"startLine": finding.line, "startColumn": finding.column},
    }
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.level,
        "message": {"text": visible(f"{finding.message} {finding.hint}")},
        "locations": [{"physicalLocation": place}],
    }
    if finding.reason:
        kind = "external" if finding.file.endswith(".json") else "inSource"
        result["suppressions"] = [{"kind": kind, "justification": finding.reason}]
    return result
