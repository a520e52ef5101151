"""Holds every `--json` output that a test sees against the schema that `bgscript schema output` prints."""

import json
from collections.abc import Sequence
from functools import cache

from jsonschema import Draft202012Validator

from bgscript.cli.reports.schema import output_schema


@cache
def outputs() -> Draft202012Validator:
    """The validator of all outputs."""
    return Draft202012Validator(output_schema())


def check_output(words: Sequence[object], out: str) -> None:
    """Fail if a command with `--json` has printed something that the schema does not allow."""
    if "--json" in words and "--help" not in words and out:
        error = next(outputs().iter_errors(json.loads(out)), None)
        assert error is None, _shown(error)


def _shown(error) -> str:
    """The reason in the form that fits best: a `oneOf` alone only says that none fits."""
    nearest = min(error.context, key=lambda each: -len(each.absolute_path)) if error.context else error
    return f"the schema of --json does not allow this: {nearest.json_path}: {nearest.message}"
