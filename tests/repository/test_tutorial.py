"""docs/tutorial.md, followed step by step."""

import re

import pytest

from tests.support.node import check
from tests.support.paths import ROOT
from tests.support.projects import install

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text()
TYPESCRIPT = re.search(r"Replace\s+`(\S+)`\s+by:\n\n```ts\n(.*?)```", TUTORIAL, re.DOTALL)


def test_its_commands_are_those_of_the_project(bgscript, tmp_path):
    assert bgscript("new", "team-pulse", "--yes", "--no-git").code == 0
    package = (tmp_path / "team-pulse" / "package.json").read_text()
    named = re.findall(r"npm run (\w+)", TUTORIAL)
    assert {"preview", "check", "typecheck"} <= set(named)
    assert [name for name in named if f'"{name}":' not in package] == []
    assert "The next five minutes" in (tmp_path / "team-pulse" / "README.md").read_text()


@pytest.mark.exhaustive
def test_its_data_passes_every_check_of_the_project(bgscript, platform, tmp_path):
    assert bgscript("new", "team-pulse", "--yes", "--no-git").code == 0
    project = install(tmp_path / "team-pulse")
    path, text = TYPESCRIPT.groups()
    (project / path).write_text(text)
    found = check({"tutorial": project}, ["typecheck", "lint", "test"])["tutorial"]
    assert found == {"typecheck": [], "lint": [], "test": []}


def test_check_finds_what_it_says(bgscript):
    assert bgscript("new", "team-pulse", "--yes", "--no-git").code == 0
    done = bgscript("check", "team-pulse")
    assert (done.code, re.findall(r"(error|warning|note) (BG\d+)", done.out)) == (0, [("warning", "BG501")])
    assert "app's id is a placeholder" in done.out
