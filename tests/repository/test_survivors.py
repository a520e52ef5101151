"""What tools/stryker.py breaks is there, and so is each line of which a mutant may stay."""

import pytest

from tests.support.golden import reviewed
from tools.stryker import GROUPS, Group, reasons


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_everything_that_is_named_is_in_the_project(group: Group):
    files = {path: content.decode().splitlines() for path, content in reviewed(group.project).items()}
    named = [f"{group.folder}/{each}.ts" for each in group.files]
    assert {*named, *(f"bgscript/tests/{each}.test.ts" for each in group.tests)} <= set(files)
    for file, mutants in reasons(group).items():
        assert file in named
        lines = {line.strip() for line in files[file]}
        assert [each for each in mutants if each.partition("  ->  ")[0] not in lines] == []
