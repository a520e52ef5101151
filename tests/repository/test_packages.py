"""The packages of the program: a package uses those below it, and none above."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.support.paths import ROOT

PROGRAM = ROOT / "generator" / "bgscript"
FLOORS = [
    "cli",
    "doctor",
    "new",
    "change",
    "adopting",
    "importing",
    "check",
    "merging",
    "template",
    "documents",
    "system",
]
"""From the top: `importing` and `check`, `new` and `change` do not use each other but downwards."""

FLAT = {"__init__.py", "__main__.py", "py.typed"}


def imports(file: Path) -> Iterator[str]:
    """The packages of the program that a module imports from, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "bgscript":
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bgscript."):
            yield (node.module or "").split(".")[1]


def test_every_module_is_in_a_package():
    flat = {path.name for path in PROGRAM.iterdir() if path.is_file()}
    assert flat <= FLAT
    assert {path.name for path in PROGRAM.iterdir() if path.is_dir() and path.name != "__pycache__"} == {*FLOORS}


def test_imports_lead_downwards():
    upwards = [
        f"{file.relative_to(PROGRAM)} imports {package}"
        for file in PROGRAM.rglob("*.py")
        for package in imports(file)
        if (own := file.relative_to(PROGRAM).parts[0]) in FLOORS
        and package in FLOORS
        and FLOORS.index(package) < FLOORS.index(own)
    ]
    assert upwards == []


def test_nothing_below_the_command_line_prints_or_parses_arguments():
    found = []
    for file in PROGRAM.rglob("*.py"):
        if file.relative_to(PROGRAM).parts[0] in ("cli", "__main__.py") or file.name == "git_remote.py":
            continue
        tree = ast.parse(file.read_text())
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        modules = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
        found += [f"{file.relative_to(PROGRAM)}: {name}" for name in {"print", "input"} & names]
        found += [f"{file.relative_to(PROGRAM)}: argparse" for name in {"argparse"} & modules]
    assert found == []


def test_a_class_has_a_name_of_its_own():
    """One meaning, one name."""
    names = Counter(
        node.name
        for file in PROGRAM.rglob("*.py")
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_modules_are_short():
    long = {str(file.relative_to(PROGRAM)): count for file in PROGRAM.rglob("*.py") if (count := lines(file)) > 450}
    assert long == {}


def lines(file: Path) -> int:
    return file.read_text().count("\n")
