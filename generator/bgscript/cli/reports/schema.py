"""The JSON Schema of what ``--json`` prints: one object for each command, or an error.

Tests compare it with every ``--json`` output of the test suite.
"""

from collections.abc import Sequence
from typing import Any

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_NUMBER: Schema = {"type": "integer", "minimum": 1}
_DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_CHANGES = {"update": "update", "add": "add (view|home)", "remove": "remove (view|home)", "migrate": "migrate"}
"""The commands that change a project, with the pattern of what ``command`` says."""


def output_schema() -> Schema:
    """The schema of every output."""
    forms = ["new", "adopt", *_CHANGES, "updates", "check", "doctor", "targets", "failure"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What `bgscript COMMAND --json` prints",
        "oneOf": [{"$ref": f"#/$defs/{form}"} for form in forms],
        "$defs": {**_parts(), **_commands()},
    }


def _object(properties: Schema, optional: Sequence[str] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(part: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{part}"}}


def _one_of(*values: str) -> Schema:
    return {"enum": list(values)}


# --- The objects of the commands ------------------------------------------------------------------------------------


def _commands() -> Schema:
    changes = {name: _change(_command(pattern), is_move=name == "migrate") for name, pattern in _CHANGES.items()}
    several = {"type": "array", "items": {"oneOf": [{"$ref": "#/$defs/update"}, {"$ref": "#/$defs/failed_project"}]}}
    check = {"command": {"const": "check"}, "projects": _list("checked_project"), "warnings": _TEXTS}
    return {
        "new": _new(),
        "adopt": _adopt(),
        **changes,
        "updates": _object({"command": {"const": "update"}, "projects": several}),
        "check": _object(check, ["warnings"]),
        "doctor": _object({"command": {"const": "doctor"}, "path": _TEXT, "checks": _list("examined")}),
        "targets": _object({"command": {"const": "targets"}, "targets": _list("target")}),
        "failure": _object({"error": {"$ref": "#/$defs/error"}}),
    }


def _command(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^{pattern}$"} if "(" in pattern else {"const": pattern}


def _report(command: Schema, template: Schema, file: str) -> Schema:
    return {
        "command": command,
        "path": _TEXT,
        "target": _TEXT,
        "template": template,
        "files": _list(file),
        "warnings": _TEXTS,
        "conflicts": _TEXTS,
        "next": _TEXTS,
        "replay": _TEXT,
    }


def _new() -> Schema:
    template = _object({"version": _TEXT, "source": _TEXT})
    properties = _report({"const": "new"}, template, "created_file")
    existing = {"not_carried": _list("not_carried"), "findings": _list("finding")}  # with --from
    return _object({**properties, **existing}, list(existing))


def _adopt() -> Schema:
    template = _object({"version": _TEXT, "source": _TEXT})
    line: Schema = {"file": _TEXT, "line": _NUMBER, "text": _TEXT}
    places: Schema = {"type": "array", "items": _object(line)}
    view = _object({"view": _TEXT, "type": _TEXT, "file": _TEXT, "lines": _TEXTS})
    called = {"type": "array", "items": _object({**line, "writes": {"type": "boolean"}})}
    calls = {"type": "array", "items": _object({"view": _TEXT, "calls": called})}
    own = {
        "manifest": _TEXTS,
        "connect": {"type": "array", "items": view},
        "left_out": {"type": "array", "items": _object({"view": _TEXT, "type": _TEXT, "reason": _TEXT})},
        "load": _object({"file": _TEXT, "views": calls}),
        "build": _object({"command": _TEXT, "before": places, "reason": _TEXT}),
        "undo": _TEXT,
    }
    properties = _changed({"const": "adopt"}, template) | own | _ON_A_BRANCH
    return _object(properties, list(_ON_A_BRANCH))


_ON_A_BRANCH: Schema = {"branch": _TEXT, "commit": _TEXT}


def _changed(command: Schema, template: Schema) -> dict[str, Schema]:
    return _report(command, template, "changed_file") | {
        "changes": {"type": "array", "items": _object({"version": _TEXT, "text": _TEXT})},
        "modules": _list("module"),
        "diff": _TEXT,
        "deploy": _one_of("", "minor", "major"),
        "imports": _TEXTS,
        "reasons": _TEXTS,
        "users": _TEXTS,
    }


def _change(command: Schema, *, is_move: bool) -> Schema:
    template = _object({"version": _TEXT, "source": _TEXT, "from": _TEXT})
    properties = _changed(command, template)
    move = {"former": _TEXT, "carried": _list("answer"), "dropped": _list("answer"), "defaulted": _list("answer")}
    more = {**move, "manual": _TEXTS} if is_move else {}
    return _object({**properties, **_ON_A_BRANCH, **more}, list(_ON_A_BRANCH))


# --- Their parts ----------------------------------------------------------------------------------------------------


def _parts() -> Schema:
    place: Schema = {"file": _TEXT, "line": _NUMBER, "column": _NUMBER}
    code: Schema = {"type": "string", "pattern": r"^BG\d{3}$"}
    error = _object({"code": {"enum": [1, 2, 3, 130]}, "message": _TEXT, "hint": _TEXT})
    moved = _object({"path": _TEXT, "action": _one_of("create", "update", "delete", "rename"), "from": _TEXT}, ["from"])
    module = {"key": _TEXT, "type": _TEXT, "action": _one_of("create", "delete", "rename"), "from": _TEXT}
    levels = _one_of("error", "warning", "note")
    return {
        "error": error,
        "failed_project": _object({"path": _TEXT, "error": {"$ref": "#/$defs/error"}}),
        "created_file": _object(
            {"path": _TEXT, "action": _one_of("create"), "size": {"type": "integer", "minimum": 0}}
        ),
        "changed_file": moved,
        "module": _object(module, ["from"]),
        "answer": _object({"question": _TEXT, "value": True, "from": _TEXT}, ["from"]),
        "not_carried": _object({**place, "property": _TEXT, "reason": _TEXT}),
        "finding": _object({"code": code, "level": levels, **place, "message": _TEXT, "hint": _TEXT}),
        "checked_project": _object(
            {"path": _TEXT, "modules": _TEXTS, "ends": _list("end"), "findings": _list("finding")}
        ),
        "end": _object({"module": _TEXT, "date": _DAY}),
        "examined": _object({"name": _TEXT, "level": _one_of("ok", "note", "error"), "message": _TEXT, "hint": _TEXT}),
        "target": _target(),
    }


def _target() -> Schema:
    day = {"oneOf": [_DAY, {"type": "null"}]}
    source = _object({"title": _TEXT, "url": _TEXT})
    module = {"name": _TEXT, "status": _TEXT, "source": source, "since": day, "until": day}
    module |= {"replacement": {"type": ["string", "null"]}, "ends": _TEXT, "rests_on": _TEXTS}
    modules = {"type": "array", "items": _object(module)}
    return _object({"target": _TEXT, "status": _TEXT, "until": day, "successor": _TEXT, "modules": modules})
