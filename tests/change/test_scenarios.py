"""What updating does to what people have made of their projects: a table of scenarios, for both commands.

Each scenario is a tiny template with two releases, what the user did in between, and what there is afterwards.
`pytest tests/change/test_scenarios.py -s` prints the table.

What copier makes of them changes only when copier does. Its outcomes stand in scenarios/outcomes.json, with copier's
version. With another copier, or other scenarios, it runs with `--all`; `--update-copier` writes the file anew.
"""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.change.scenarios.contents import Scenario, released_twice
from tests.change.scenarios.trees import SCENARIOS
from tests.support import sandbox as sandbox_module
from tests.support.sandbox import ANSWERS, Content, Sandbox, git, lost, state

pytestmark = pytest.mark.usefixtures("git")

OUTCOMES = Path(__file__).parent / "scenarios" / "outcomes.json"
SOURCES = [*sorted(OUTCOMES.parent.glob("*.py")), Path(sandbox_module.__file__)]


def recorded_for() -> dict[str, str]:
    """What copier's outcomes depend on: its version, and the scenarios."""
    sources = b"".join(source.read_bytes() for source in SOURCES)
    return {"copier": version("copier"), "scenarios": hashlib.sha256(sources).hexdigest()}


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
            assert isinstance(content, str)
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
    TABLE[scenario.name] = "refused" if scenario.code else "conflict" if scenario.conflicts else "merged"


def test_copier_update_loses_what_is_documented():
    outcomes = json.loads(OUTCOMES.read_text())["outcomes"]
    assert losses(outcomes) == {scenario.name for scenario in SCENARIOS if scenario.loses}


@pytest.mark.exhaustive
def test_what_copier_does_is_what_was_recorded(request, tmp_path):
    """It runs copier where the record is of another version of it, or of other scenarios."""
    recorded = json.loads(OUTCOMES.read_text())
    is_update = request.config.getoption("--update-copier")
    if recorded["recorded_for"] == recorded_for() and not is_update:
        return
    outcomes = {scenario.name: copier_outcome(scenario, tmp_path / str(n)) for n, scenario in enumerate(SCENARIOS)}
    if is_update:
        OUTCOMES.write_text(json.dumps({"recorded_for": recorded_for(), "outcomes": outcomes}, indent=2) + "\n")
    assert losses(outcomes) == losses(recorded["outcomes"])


def losses(outcomes: dict[str, str]) -> set[str]:
    """The scenarios in which something of the owner's is gone."""
    return {name for name, outcome in outcomes.items() if outcome.startswith("LOSES")}


def copier_outcome(scenario: Scenario, root: Path) -> str:
    """What plain `copier update` does: merged, conflict, refused, or LOSES and what."""
    root.mkdir()
    sandbox = build(scenario, root)
    before = state(sandbox.project)
    done = sandbox.copier(*(["--data", scenario.change] if scenario.change else []))
    after = state(sandbox.project)
    if missing := lost(before, made(scenario), after):
        return f"LOSES {'; '.join(missing)}"
    marked = any(
        b"<<<<<<< before updating" in content for content in after.files.values() if isinstance(content, bytes)
    )
    return "conflict" if unmerged(sandbox.project) or marked else "merged" if done.code == 0 else "refused"


def unmerged(project: Path) -> set[str]:
    listed = git("-c", "core.quotePath=false", "ls-files", "--unmerged", cwd=project)
    return {line.split("\t", 1)[1] for line in listed.splitlines()}


TABLE: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def _print_the_table():
    yield
    copier = json.loads(OUTCOMES.read_text())["outcomes"]
    width = max(len(scenario.name) for scenario in SCENARIOS)
    print(f"\n\n{'scenario'.ljust(width)}  bgscript   copier")
    for name, outcome in TABLE.items():
        print(f"{name.ljust(width)}  {outcome.ljust(9)}  {copier.get(name, 'not recorded')}")
    loses = sum(outcome.startswith("LOSES") for outcome in copier.values())
    print(f"\n{len(TABLE)} scenarios; bgscript loses in 0, copier in {loses} of {len(copier)}")
