"""What a rule's file says, for people: as text, as Markdown, and as the row of a table."""

from __future__ import annotations

import re

TYPE_CHECKING = False  # as in cli.py
if TYPE_CHECKING:
    from bgscript.check.rules import Rule

_WIDTH = 100
_PART = re.compile(r"^(Why: |Wrong::|Right::)", re.MULTILINE)


def parts(rule: Rule) -> tuple[str, str, str]:
    """Why, what is wrong, and what is right, from the docstring."""
    _, _, why, _, wrong, _, right = _PART.split(rule.__doc__ or "")
    return " ".join(why.split()), _dedent(wrong), _dedent(right)


def _dedent(block: str) -> str:
    return "\n".join(line.removeprefix("    ").rstrip() for line in block.strip("\n").rstrip().split("\n"))


def why(rule: Rule) -> str:
    """Why it matters."""
    return parts(rule)[0]


def title(rule: Rule) -> str:
    """The code, the level and what the finding is."""
    return f"{rule.CODE}, {rule.LEVEL}: {rule.SUMMARY}"


def text(rule: Rule) -> str:
    """All of it as plain text."""
    reason, wrong, right = parts(rule)
    blocks = [title(rule), reason, "Wrong:", _indented(wrong), "Right:", _indented(right), f"To do: {rule.REMEDY}"]
    return "\n\n".join(blocks)


def _indented(block: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in block.split("\n"))


def markdown(rule: Rule) -> str:
    """All of it as Markdown."""
    reason, wrong, right = parts(rule)
    blocks = [reason, "Wrong:", f"```\n{wrong}\n```", "Right:", f"```\n{right}\n```", rule.REMEDY]
    return "\n\n".join(blocks)


def section(rule: Rule) -> str:
    """The rule's section of the documentation."""
    from textwrap import fill

    reason, wrong, right = parts(rule)
    head = fill(f"*{rule.LEVEL}*: {rule.SUMMARY}. {reason}", _WIDTH)
    examples = [f"Wrong:\n\n```text\n{wrong}\n```", f"Right:\n\n```text\n{right}\n```"]
    return "\n\n".join([f"## {rule.CODE}", head, *examples, f"{fill(rule.REMEDY, _WIDTH)}\n"])


def uri(rule: Rule) -> str:
    """Where that section is, in the documentation that the package names; otherwise only a name of the rule."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        addresses = metadata("bgscript").get_all("Project-URL") or []
    except PackageNotFoundError:
        addresses = []
    for address in addresses:
        label, _, place = address.partition(", ")
        if label == "Documentation":
            return f"{place}/reference/rules.md#{rule.CODE.lower()}"
    return f"urn:bgscript:rule:{rule.CODE}"


def row(rule: Rule) -> str:
    """The row of the table of all rules."""
    return f"| {rule.CODE} | {rule.LEVEL} | {rule.SUMMARY} | {rule.REMEDY} |"
