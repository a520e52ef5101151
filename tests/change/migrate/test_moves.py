"""Every move by `bgscript migrate`, with an owner's edits in every file of theirs, and the way back.

`pytest --all tests/change/migrate/test_moves.py -s` prints the table.
"""

import itertools
import shutil
from pathlib import Path

import pytest

from tests.support.moving import edit, missing, move, repository, tree
from tests.support.node import validate
from tests.support.paths import TARGETS
from tests.support.projects import pretend_to_build
from tests.support.sandbox import commit, git

pytestmark = pytest.mark.usefixtures("rendered_once", "git")

HOMES = [target for target in TARGETS if target != "connect"]
FLAVOURS = ("custom-ui", "ui-kit")
ANEW = {"src/view/View.tsx", "src/view/view.css"}
"""What conflicts between flavours, because their components differ."""


@pytest.fixture(scope="module")
def projects(tmp_path_factory) -> dict[tuple[str, str], Path]:
    """A project of each home and flavour, edited."""
    made = {}
    for home, ui in itertools.product(HOMES, FLAVOURS):
        project = repository({"target": home, "ui": ui}, tmp_path_factory.mktemp("moves") / "app")
        edit(project)
        commit(project, "mine")
        assert not missing(project)
        made[home, ui] = project
    return made


def snapshot(project: Path, folder: Path) -> Path:
    """The project as it is now, for the validator."""
    copy = shutil.copytree(project, folder, ignore=shutil.ignore_patterns(".git"))
    pretend_to_build(copy)
    return copy


@pytest.mark.parametrize("ui", FLAVOURS)
def test_one_move_has_no_conflicts_and_the_way_back_is_byte_equal(ui, tmp_path):
    project = repository({"target": "jira-dashboard", "ui": ui}, tmp_path / "app")
    edit(project)
    commit(project, "mine")
    before = tree(project)
    assert move(project, "home-dashboard").conflicts == []
    assert missing(project) == []
    commit(project, "there")
    assert move(project, "jira-dashboard").conflicts == []
    commit(project, "back")
    assert tree(project) == before


@pytest.mark.exhaustive
@pytest.mark.parametrize("ui", FLAVOURS)
def test_a_move_in_the_same_flavour_has_no_conflicts_and_the_way_back_is_byte_equal(projects, ui, tmp_path, platform):
    results, table = {}, []
    for home in HOMES:
        project = projects[home, ui]
        before = tree(project)
        for to in HOMES:
            if to == home:
                continue
            there = move(project, to)
            assert there.conflicts == [], (home, to)
            assert missing(project) == [], (home, to)
            results[home, to] = snapshot(project, tmp_path / f"{home}-{to}")
            commit(project, to)
            back = move(project, home)
            assert back.conflicts == [], (to, home)
            commit(project, home)
            assert tree(project) == before, (home, to)
            git("reset", "--quiet", "--hard", "HEAD~2", cwd=project)
            table.append(f"{home:15} -> {to:15} {there.report.deploy:6} 0 conflicts, back byte-equal")
    print(*table, sep="\n")
    findings = validate(results.values())
    assert {pair: findings[str(folder)] for pair, folder in results.items() if findings[str(folder)]} == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize("ui", FLAVOURS)
def test_between_flavours_only_the_view_conflicts_and_the_report_says_why(projects, ui):
    other = next(flavour for flavour in FLAVOURS if flavour != ui)
    for home, to in itertools.permutations(HOMES, 2):
        project = projects[home, ui]
        moved = move(project, to, dry_run=True, ui=other)
        assert set(moved.conflicts) <= ANEW, (home, to)
        assert any(sentence.startswith("Views are written anew") for sentence in moved.report.manual), (home, to)


EDITED_SETTINGS = {
    "src/edit/Edit.tsx": "\nexport const mine = 1;\n",
    "src/config.ts": "\nexport const mine = 1;\n",
}


@pytest.mark.parametrize("ui", FLAVOURS)
def test_settings_of_the_owner_s_stay_and_are_named_where_a_home_has_none(ui, tmp_path):
    project = repository({"target": "home-dashboard", "ui": ui}, tmp_path / "app")
    for name, own in EDITED_SETTINGS.items():
        with (project / name).open("a") as file:
            file.write(own)
    (project / "src" / "edit" / "Colours.tsx").write_text("export const Colours = () => null;\n")
    commit(project, "mine")
    moved = move(project, "jira-dashboard", dry_run=True)
    assert moved.conflicts == []
    assert moved.report.manual == []
    moved = move(project, "jira-issue")
    assert moved.conflicts == sorted(EDITED_SETTINGS)
    named = [sentence.partition(":")[0] for sentence in moved.report.manual]
    assert named == ["src/config.ts", "src/edit/Colours.tsx", "src/edit/Edit.tsx"]
    assert all((project / name).exists() for name in named)
