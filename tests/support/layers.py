"""Which tests run when: the layer of a test comes from the programs that it starts, and from one mark.

- quick (``pytest -m quick``): starts neither Node nor git, and needs no terminal.
- default (``pytest``): everything but what is marked ``exhaustive``.
- all (``pytest --all``): that as well. ``pytest --all -m exhaustive`` runs only what ``--all`` adds.

A test says what it starts by its fixtures: ``node``, ``git``, ``terminal``, or one that needs one of them. A test that
starts Node or git without that fixture fails, whoever starts it: both programs report each start to a file.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

SLOW = {"node", "git", "terminal"}
"""The fixtures that a quick test does not have."""

ALL = ("--all", "--update-golden", "--update-copier")
"""The options with which the exhaustive tests run as well."""

REPORT = Path(__file__).with_name("report_start.cjs")
"""What a Node that is not expected runs first: it writes its command line into a file."""


def exhaustive(*values: Any) -> Any:
    """A case for ``--all`` alone, for ``pytest.mark.parametrize``."""
    return pytest.param(*values, marks=pytest.mark.exhaustive)


def exhaustive_but(values: Iterable[Any], *representatives: Any) -> list[Any]:
    """All values as cases, of which the default layer has the representatives."""
    return [value if value in representatives else exhaustive(value) for value in values]


def is_exhaustive(request: pytest.FixtureRequest) -> bool:
    """Whether this run has exhaustive tests of this module, for fixtures that then make more."""
    own = (item for item in request.session.items if isinstance(item, pytest.Function))
    return any(item.module is request.module and item.get_closest_marker("exhaustive") for item in own)


def arrange(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the quick tests, group those that share a fixture of their module, and leave out what is exhaustive."""
    left_out = [item for item in items if item.get_closest_marker("exhaustive")]
    if left_out and not (_is_named(config.args) or any(map(config.getoption, ALL))):
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("exhaustive")]
    for item in items:
        if isinstance(item, pytest.Function):
            if not SLOW & set(item.fixturenames) and not item.get_closest_marker("exhaustive"):
                item.add_marker(pytest.mark.quick)
            _group(item)


def _is_named(arguments: Sequence[str]) -> bool:
    """Whether the command line names single tests: then they run, exhaustive or not."""
    return all("::" in argument for argument in arguments)


def _group(item: pytest.Function) -> None:
    """Tests that share a fixture of their module run in one test process, or each process would make it."""
    fixtures = item._fixtureinfo.name2fixturedefs
    shared = [name for name in item._fixtureinfo.argnames if name in fixtures and fixtures[name][-1].scope == "module"]
    if shared and not item.get_closest_marker("xdist_group"):
        item.add_marker(pytest.mark.xdist_group(f"{item.module.__name__}.{shared[0]}"))


def starts(fixtures: Sequence[str], reports: Path) -> Iterator[None]:
    """Fail a test that starts Node or git, and has no fixture that says so.

    Fixtures of a module or a session are made before; they name what they start in the same way.
    """
    expected = {name: name in fixtures for name in ("node", "git")}
    files = {name: reports / name for name, is_expected in expected.items() if not is_expected}
    variables: dict[str, str] = {}
    if "node" in files:
        variables |= {"NODE_OPTIONS": f"--require={REPORT}", "BGSCRIPT_TESTS_NODE": str(files["node"])}
    if "git" in files:
        variables["GIT_TRACE2_EVENT"] = str(files["git"])
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        yield
    for name, file in files.items():
        if file.exists():
            lines = file.read_text(errors="replace").splitlines()
            command = next((line for line in lines if '"argv"' in line), lines[0])  # git reports its version first
            pytest.fail(f"it starts {name}, and has no fixture {name!r}: {command}", pytrace=False)


def passed_on() -> dict[str, str]:
    """The variables with which programs report their start, for environments that have nothing else of the user's."""
    names = ("NODE_OPTIONS", "BGSCRIPT_TESTS_NODE", "GIT_TRACE2_EVENT")
    return {name: os.environ[name] for name in names if name in os.environ}
