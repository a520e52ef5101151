"""What updating does to what people have made of their projects: a table of scenarios, for both commands.

Each scenario is a tiny template with two releases, what the user did in between, and what there is afterwards.
`pytest tests/test_update_scenarios.py -s` prints the table.
"""

from pathlib import Path

import pytest
from update_scenarios import Scenario, released_twice
from update_scenarios_more import SCENARIOS
from updating import ANSWERS, Content, Sandbox, git, lost, state


def build(scenario: Scenario, root: Path) -> Sandbox:
    sandbox = Sandbox(root, scenario.where)
    sandbox.release("v1.0.0", scenario.old, scenario.old_questions)
    sandbox.release("v1.1.0", scenario.new, scenario.new_questions)
    sandbox.make(made(scenario), scenario.answers, scenario.config)
    sandbox.edit(scenario.mine)
    if scenario.setup:
        scenario.setup(sandbox)
    return sandbox


def made(scenario: Scenario) -> dict[str, Content]:
    """The files as the first release makes them; enough Jinja for the templates above."""
    facts = dict(line.split(": ") for line in scenario.answers.splitlines())
    files = {}
    for name, content in scenario.old.items():
        name = "a.txt" if name.startswith("{%") else name
        if name.endswith(".jinja"):
            name, content = name.removesuffix(".jinja"), content.replace("{{ ci }}", facts["ci"])
        files[name] = content
    return files


def encoded(content: Content) -> Content:
    return content.encode() if isinstance(content, str) else content


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_bgscript_update_loses_nothing(scenario, tmp_path):
    sandbox = build(scenario, tmp_path)
    before = state(sandbox.project)
    head = git("rev-parse", "HEAD", cwd=sandbox.repository)
    done = sandbox.bgscript(*([f"--set={scenario.change}"] if scenario.change else []))
    after = state(sandbox.project)
    assert done.code == (4 if scenario.conflicts else scenario.code), done.err
    assert lost(before, made(scenario), after) == []
    found = {path: sandbox.project / path for path in scenario.after}
    content = {path: state(file.parent).files.get(file.name) for path, file in found.items() if ".." in path} | {
        path: after.files.get(path) for path in scenario.after if ".." not in path
    }
    assert content == {path: encoded(content) for path, content in scenario.after.items()}
    assert unmerged(sandbox.project) == set(scenario.conflicts)
    assert git("rev-parse", "HEAD", cwd=sandbox.repository) == head
    assert (
        f"_commit: v1.{2 if scenario.setup is released_twice else 1}.0" in (sandbox.project / ANSWERS).read_text()
    ) == (scenario.code == 0)
    TABLE.setdefault(scenario.name, {})["bgscript"] = (
        "refused" if scenario.code else "conflict" if scenario.conflicts else "merged"
    )


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_copier_update_loses_what_is_known(scenario, tmp_path):
    sandbox = build(scenario, tmp_path)
    before = state(sandbox.project)
    done = sandbox.copier(*(["--data", scenario.change] if scenario.change else []))
    after = state(sandbox.project)
    missing = lost(before, made(scenario), after)
    marked = any(
        b"<<<<<<< before updating" in content for content in after.files.values() if isinstance(content, bytes)
    )
    outcome = "conflict" if unmerged(sandbox.project) or marked else "merged" if done.code == 0 else "refused"
    TABLE.setdefault(scenario.name, {})["copier"] = f"LOSES {'; '.join(missing)}" if missing else outcome
    assert bool(missing) == scenario.loses, (missing, done)


def unmerged(project: Path) -> set[str]:
    listed = git("-c", "core.quotePath=false", "ls-files", "--unmerged", cwd=project)
    return {line.split("\t", 1)[1] for line in listed.splitlines()}


TABLE: dict[str, dict[str, str]] = {}


@pytest.fixture(scope="module", autouse=True)
def _print_the_table():
    yield
    width = max(len(scenario.name) for scenario in SCENARIOS)
    print(f"\n\n{'scenario'.ljust(width)}  bgscript   copier")
    for name, row in TABLE.items():
        print(f"{name.ljust(width)}  {row.get('bgscript', 'FAILED').ljust(9)}  {row.get('copier', 'FAILED')}")
    loses = sum(row.get("copier", "").startswith("LOSES") for row in TABLE.values())
    print(f"\n{len(TABLE)} scenarios; bgscript loses in 0, copier in {loses}")
