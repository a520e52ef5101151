"""What tools/stryker.py breaks is there, and so is each line of which a mutant may stay."""

import pytest
import yaml

from tests.support.golden import reviewed
from tools.stryker import COPY, SURVIVORS, mutants, reasons
from tools.stryker_groups import GROUPS, IN_NO_GROUP, Group, not_broken


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


def test_each_file_that_projects_run_is_broken_or_has_a_reason():
    left = not_broken()
    assert {path: projects for path, projects in left.items() if path not in IN_NO_GROUP} == {}
    assert sorted(IN_NO_GROUP.keys() - left.keys()) == []


def test_a_group_is_about_the_files_of_its_own_project(monkeypatch):
    """The script of the issue view, which hears of changes, is another one than those of Confluence and Home."""
    monkeypatch.setattr("tools.stryker_groups.GROUPS", [each for each in GROUPS if each.name != "issue-script"])
    assert not_broken().keys() - IN_NO_GROUP.keys() == {"bgscript/runtime/startScript.ts"}
    assert not_broken()["bgscript/runtime/startScript.ts"] == ["jira-issue", "several-homes"]


def test_rates_are_those_of_the_groups():
    content = yaml.safe_load(SURVIVORS.read_text())
    assert sorted(content) == sorted(group.name for group in GROUPS)
    for group in GROUPS:
        seen, stay = content[group.name]["seen"], content[group.name]["survivors"]
        assert list(seen) == group.sources(reviewed(group.project))
        for file, rate in seen.items():
            some, _, all_of = rate.partition(" of ")
            assert int(all_of) - int(some) >= len([each for reason in stay.get(file, {}).values() for each in reason])


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
