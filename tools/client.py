"""Compiles the client and the script of the part shape: what an app that exists gets, in plain JavaScript.

They are made from the TypeScript of a generated app with all targets, and from tools/client, which has what a part does
in its own way. Run it after a change of `bgscript/runtime` or `bgscript/platform` in templates/project; a test fails
where they are not the newest.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = Path(__file__).parent / "client"
PLATFORM = ROOT / "tests" / "platform"
BIN = Path(sys.executable).parent
PLACES = {
    "script": ROOT / "templates/part/{%yield each from script_folders%}{{each}}{%endyield%}",
    "client": ROOT / "templates/part/{%yield each from client_folders%}{{each}}{%endyield%}",
}
"""The folders of the template that the files are in."""


def compiled() -> dict[Path, str]:
    """The texts of the files, by their paths in the template."""
    with tempfile.TemporaryDirectory(prefix="bgscript.") as folder:
        words = ["new", "app", "--yes", "--no-git", "--also=jira-dashboard,jira-issue,jira-global,confluence"]
        subprocess.run([BIN / "bgscript", *words], cwd=folder, check=True, capture_output=True)
        spec = json.dumps({"app": f"{folder}/app", "sources": str(SOURCES)})
        done = subprocess.run(
            [BIN / "node", "client.mjs"], input=spec, cwd=PLATFORM, check=True, stdout=subprocess.PIPE, text=True
        )
    files = json.loads(done.stdout)
    return {PLACES["script" if name.startswith("script.") else "client"] / name: text for name, text in files.items()}


def main() -> int:
    """Write the files; gives the exit code."""
    for file, text in compiled().items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
