"""What tools/stryker.py breaks is there, and so is each line of which a mutant may stay."""

import pytest

from tests.support.golden import reviewed
from tools.stryker import COPY, GROUPS, Group, mutants, reasons


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_everything_that_is_named_is_in_the_project(group: Group):
    files = {path: content.decode().splitlines() for path, content in reviewed(group.project).items()}
    named = group.sources(files)
    tests = {path.removeprefix("bgscript/tests/").partition(".test.ts")[0] for path in files if ".test.ts" in path}
    assert {each.removeprefix(f"{group.folder}/").partition(".ts")[0] for each in named} == set(group.files)
    assert set(group.tests) <= tests
    for file, known in reasons(group).items():
        assert file in named
        lines = {line.strip() for line in files[file]}
        assert [each for each in known if each.partition("  ->  ")[0] not in lines] == []


@pytest.mark.parametrize(("path", "before"), [each[:2] for each in COPY])
def test_what_the_copies_change_is_in_a_project(path: str, before: str):
    files = [reviewed(name).get(path, b"").decode() for name in {group.project for group in GROUPS}]
    assert [each for each in files if before in each]


def test_a_report_is_read_with_the_places_of_its_mutants():
    def found(line: int, start: int, end: int, replacement: str, status: str):
        location = {"start": {"line": line, "column": start}, "end": {"line": line, "column": end}}
        return {"location": location, "replacement": replacement, "status": status}

    each = [found(2, 10, 11, "2", "Killed"), found(2, 3, 12, ";", "Survived"), found(1, 1, 2, "x", "CompileError")]
    read = list(mutants({"files": {"a.ts": {"source": "{\n  return 1;\n}\n", "mutants": each}}}))
    assert [(str(one), one.number, one.text, one.is_seen) for one in read] == [
        ("return 1;  ->  2", 2, "{\n  return 2;\n}\n", True),
        ("return 1;  ->  ;", 2, "{\n  ;\n}\n", False),
    ]
