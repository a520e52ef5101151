"""The JSON Schema of .bgscript.yml, see ``ignores``."""

from __future__ import annotations

from bgscript.check.rules import REGISTRY, load

TYPE_CHECKING = False  # as in cli/main.py
if TYPE_CHECKING:
    from typing import Any


def config_schema() -> dict[str, Any]:
    """What the file can say, with the codes of all rules."""
    codes = "\n".join(f"- `{code}`: {load(code).SUMMARY}" for code in REGISTRY)
    entry = {
        "type": "object",
        "description": "A finding that does not count.",
        "properties": {
            "code": {"enum": list(REGISTRY), "description": f"The rule:\n{codes}"},
            "reason": {"type": "string", "pattern": r"\S", "description": "Why it does not count."},
            "file": {"type": "string", "description": "The file that it is in; without it, every file."},
        },
        "required": ["code", "reason"],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of `bgscript check` (.bgscript.yml)",
        "type": "object",
        "properties": {"ignore": {"type": "array", "items": entry}},
        "additionalProperties": False,
    }
