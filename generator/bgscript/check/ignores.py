"""Ignored findings: in .bgscript.yml, or by a comment. Each needs a reason.

# bgscript-ignore BG227: the edit view comes with the next release      on the line, or on the line above

# .bgscript.yml
ignore:
  - { code: BG601, reason: the app moves in March, file: manifest.yml }  # `file` may be left out
"""

from __future__ import annotations

import os
import re

from bgscript.check.findings import Collector, Finding, Spot, similar
from bgscript.check.rules import REGISTRY
from bgscript.documents import regular
from bgscript.documents.document import DocumentError, Node, parse

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from bgscript.check.engine import CheckedProject
    from bgscript.check.findings import Problem

FILE = ".bgscript.yml"
_MOST_BYTES = 1_000_000
_COMMENT = re.compile(
    r"(?:#|//|/\*|<!--|\{/\*)\s*bgscript-ignore\b[:\s]*(?P<code>[A-Za-z]*\d*)\s*(?::\s*(?P<reason>.*))?$"
)
_COLON = "Write `bgscript-ignore CODE: reason`."


def apply_ignores(project: CheckedProject) -> None:
    """Give each ignored finding its reason, and report instructions without one."""
    noticed: dict[str, list[Problem]] = {}
    _apply_file(project, noticed)
    for name in sorted({finding.file for finding in project.all}):
        _apply_comments(project, name, noticed)
    project.add(noticed)


def _apply_file(project: CheckedProject, noticed: dict[str, list[Problem]]) -> None:
    report = Collector(FILE, noticed)
    try:
        root = parse(regular.read(os.path.join(project.path, FILE), _MOST_BYTES), FILE)
    except FileNotFoundError:
        return
    except OSError as error:
        report.add("BG101", Spot(), f"{FILE} cannot be read: {error.strerror or error}.", "Make it readable.")
        return
    except DocumentError as error:
        report.add(error.code, Spot(error.line, error.column), error.message, error.hint)
        return
    for name, node in root.items():
        if name != "ignore":
            report.add("BG105", node, f"{FILE} has no section `{name}`.", "Write `ignore:` with a list.")
    entries = root.get("ignore")
    if entries is not None and not isinstance(entries.value, list):
        report.add("BG105", entries, "`ignore` must be a list.", "Write `- { code: BG227, reason: … }`.")
    for entry in entries or ():
        _apply_entry(entry, project.all, report)


def _apply_entry(entry: Node, findings: list[Finding], report: Collector) -> None:
    code, reason = entry.text("code"), entry.text("reason")
    if not _is_valid(code, reason, entry, "Write `{ code: BG227, reason: … }`.", report):
        return
    wanted = entry.text("file")
    for finding in findings:
        if finding.code == code and wanted in ("", finding.file) and finding.code != "BG105":
            finding.reason = reason


def _is_valid(code: str, reason: str, place: Node | Spot, hint: str, report: Collector) -> bool:
    if code not in REGISTRY:
        meant = similar(code, REGISTRY) if code else ""
        hint = f"Did you mean `{meant}`?" if meant else hint
        report.add(
            "BG105", place, f"There is no finding with the code `{code}`." if code else "A code is missing.", hint
        )
        return False
    if not reason.strip():
        report.add("BG105", place, f"{code} is ignored without a reason, so it still counts.", hint)
        return False
    return True


def _apply_comments(project: CheckedProject, name: str, noticed: dict[str, list[Problem]]) -> None:
    try:
        data = regular.read(os.path.join(project.path, name), _MOST_BYTES)
    except OSError:
        return
    if b"bgscript-ignore" not in data:
        return
    report, findings = Collector(name, noticed), project.all
    lines = data.decode("utf-8-sig", "replace").splitlines()
    for number, line in enumerate(lines, start=1):
        match = _COMMENT.search(line)
        if not match:
            continue
        reason = re.sub(r"\s*(?:\*/\}?|-->)\s*$", "", match["reason"] or "")
        if not _is_valid(match["code"], reason, Spot(number, match.start() + 1), _COLON, report):
            continue
        below = number + 1 if not line[: match.start()].strip() else number
        for finding in findings:
            if finding.file == name and finding.code == match["code"] and finding.line == below:
                finding.reason = reason
