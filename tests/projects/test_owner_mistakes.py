"""Mistakes in the owner's files that `npm test` must find, in each flavour, applied to generated projects.

Each mistake compiles. A project whose tests pass with one of them has a view that nobody tests.
"""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.commands import run
from tests.support.paths import BIN
from tests.support.projects import install

VIEW, EDIT, CONFIG = "src/view/View.tsx", "src/edit/Edit.tsx", "src/config.ts"
SKELETON = {"custom-ui": "<Waiting />", "ui-kit": '<Spinner label="Loading" />'}
BAR = {"custom-ui": ("value={item.value} aria", "value={0} aria"), "ui-kit": ("value={item.value / most}", "value={0}")}

MUTANTS = {
    "the error view renders the skeleton": lambda ui: (
        VIEW,
        "return <Failed failure={state.failure} reload={reload} />",
        f"return {SKELETON[ui]}",
    ),
    "all bars are 0": lambda ui: (VIEW, *BAR[ui]),
    "the items are cut to one": lambda ui: (VIEW, "{data.items.map(", "{data.items.slice(0, 1).map("),
    "Reload does nothing": lambda ui: (VIEW, "onClick={reload} ", "onClick={() => undefined} "),
    "a configured limit is ignored": lambda ui: (CONFIG, "data.items.slice(0, limit)", "data.items"),
    "a Save that is rejected shows nothing": lambda ui: (EDIT, "error !== undefined", "error === 'never'"),
}
"""Name to file, text and its replacement."""


def mutate(project: Path, file: str, before: str, after: str) -> None:
    source = (project / file).read_text()
    assert before in source, f"{file} has no {before}"
    (project / file).write_text(source.replace(before, after))


def run_tests(project: Path) -> bool:
    """Whether the tests of the views pass; `npm test` runs these and more."""
    return run(BIN / "npx", "vitest", "run", "view", "edit", "frontEnds", "uikit", cwd=project).code == 0


@pytest.mark.exhaustive
@pytest.mark.parametrize("ui", ["custom-ui", "ui-kit"])
def test_the_owner_s_tests_find_each_mistake(ui, platform, bgscript, tmp_path):
    assert bgscript("new", "project", "--yes", "--no-git", f"--ui={ui}", "--target=jira-dashboard").code == 0
    projects = {"no mistake": install(tmp_path / "project")}
    for number, (name, mutant) in enumerate(MUTANTS.items()):
        copy = shutil.copytree(tmp_path / "project", tmp_path / f"mutant-{number}", symlinks=True)
        mutate(copy, *mutant(ui))
        projects[name] = copy
    with ThreadPoolExecutor(2) as pool:
        passed = dict(zip(projects, pool.map(run_tests, projects.values()), strict=True))
    assert [name for name, did in passed.items() if did] == ["no mistake"]
