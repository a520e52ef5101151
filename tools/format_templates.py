"""Formats the template with Prettier, so that new projects are formatted from the start.

Plain files are formatted where they are. Prettier cannot read .jinja files: for these, projects are rendered, Prettier
formats them, and each change of lines is made in the one .jinja file that has those lines. What cannot be placed so is
printed.
"""

import difflib
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
PRETTIER = ROOT / "tests" / "platform" / "node_modules" / "prettier" / "bin" / "prettier.cjs"
BIN = Path(sys.executable).parent

sys.path.insert(0, str(ROOT))
from tests.support.golden import CASES  # noqa: E402


def prettier(*words: str | Path, cwd: Path) -> str:
    """Run Prettier; its standard output."""
    return subprocess.run([BIN / "node", PRETTIER, *words], cwd=cwd, capture_output=True, text=True).stdout


def hunks(before: str, after: str, context: int) -> list[tuple[str, str]]:
    """The blocks of lines that differ, each with some lines before it, which help to find its place."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    changes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        ("".join(old[max(0, a - context) : b]), "".join(old[max(0, a - context) : a] + new[c:d]))
        for kind, a, b, c, d in changes
        if kind != "equal"
    ]


def place(name: str, before: str, after: str) -> bool:
    """Make one change in the .jinja file that has its lines; whether there is exactly one."""
    files = [path for path in TEMPLATES.rglob("*.jinja") if path.read_text().count(before) == 1]
    files = [path for path in files if path.name == f"{Path(name).name}.jinja"] or files
    if len(files) != 1:
        return False
    files[0].write_text(files[0].read_text().replace(before, after))
    return True


def format_rendered(project: Path) -> list[str]:
    """Place the changes that Prettier makes in a project; those that have no place."""
    lost = []
    for name in prettier("--list-different", ".", cwd=project).split():
        before = (project / name).read_text()
        after = prettier(name, cwd=project)
        for wide, narrow in zip(hunks(before, after, 1), hunks(before, after, 0), strict=True):
            if not place(name, *wide) and not place(name, *narrow):
                lost.append(f"{name}:\n{wide[0]}")
    return lost


def main() -> int:
    """Format everything; gives the exit code."""
    prettier("--write", ".", cwd=TEMPLATES / "project")
    lost = []
    with tempfile.TemporaryDirectory() as folder:
        for name, flags in CASES.items():
            words: list[str | Path] = [BIN / "bgscript", "new", name, "--yes", "--no-git", *flags]
            subprocess.run(words, cwd=folder, check=True, capture_output=True)
            lost += format_rendered(Path(folder) / name)
    sys.stderr.write("".join(f"Not placed, in {item}\n" for item in lost))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
