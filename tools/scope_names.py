"""Writes templates/scope-names.txt, the scopes that Forge's validator knows: those of the @forge/manifest of the tests.

Run it after a change of that package's version: `python tools/scope_names.py`. A test compares the two.
"""

import json
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMES = ROOT / "templates" / "scope-names.txt"
PACKAGE = ROOT / "tests" / "platform" / "node_modules" / "@forge" / "manifest"
_FILES = ("shipyard-scopes.json", "deprecated-shipyard-scopes.json")


def text() -> str:
    """The file, as the installed package says it."""
    names = {name for file in _FILES for name in json.loads((PACKAGE / "out" / "scopes" / file).read_text())}
    return "".join(
        f"{line}\n" for line in ["# The scopes that Forge knows. Made by tools/scope_names.py.", *sorted(names)]
    )


if __name__ == "__main__":
    NAMES.write_text(text())
