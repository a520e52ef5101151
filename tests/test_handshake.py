"""Script and view of the built projects, in a real browser, in cross-origin frames under the real @forge/bridge.

The host page, the orders and what must hold in each are in tests/platform/pages/orders.js.
"""

import json
import os

import pytest
from conftest import ROOT, node

CONTEXTS = {
    "home-dashboard": {},
    "jira-dashboard": {},
    "jira-issue": {"issue": {"id": "10001", "key": "TEAM-7", "type": "Task", "typeId": "10002"}},
    "jira-global": {"issue": {"id": "10001", "key": "TEAM-7", "type": "Task", "typeId": "10002"}},
    "confluence": {"space": {"id": "65538", "key": "TEAM"}},
}
"""What each host tells its modules about the page."""

PROJECTS = list(CONTEXTS)
ORDERS = ["script-first", "view-first", "both-at-once", "script-late", "view-late", "script-reloaded", "twenty-views"]
RUNS = {"home-dashboard": 20}
"""Runs of each order; 5 in the other homes, whose handshake is the same code."""


@pytest.fixture(scope="module")
def results(built):
    """What came of every order, by project, order and how the host delivers; all in one browser."""
    found = {}
    others = [name for name in PROJECTS if name not in RUNS]
    for runs, deliveries, names in [(20, ["async", "sync"], list(RUNS)), (5, ["async"], others)]:
        projects = [{"name": name, "dir": str(built[name]), "context": CONTEXTS[name]} for name in names]
        spec = {"projects": projects, "orders": ORDERS, "runs": runs, "delivery": deliveries, "parallel": 2}
        for line in node("browser.mjs", spec).splitlines():
            result = json.loads(line)
            found[result["project"], result["order"], result["delivery"]] = result
    return found


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("project", "delivery"), [*((project, "async") for project in PROJECTS), ("home-dashboard", "sync")]
)
def test_the_handshake_succeeds(project, order, delivery, results):
    result = results[project, order, delivery]
    reasons = [f"run {failure['run']}: {failure['failures']}" for failure in result["failures"]]
    runs = RUNS.get(project, 5)
    print(f"{result['passed']} of {runs}, ready in {result['readyMs']['median']:.0f} ms,", end=" ")
    print(f"{result['invokes']} invokes, {result['announcements']} announcements at most")
    assert (result["passed"], reasons) == (runs, [])
    if order == "twenty-views":
        assert (result["invokes"], result["announcements"] <= 2) == (1, True)


LOCATIONS = ["dashboard", "issue_view"]


@pytest.fixture(scope="module")
def connect_results(built):
    """The same for the Connect app, as its own process, on Atlassian's real Connect host."""
    project = {"name": "connect", "dir": str(built["connect"])}
    spec = {"projects": [project], "locations": LOCATIONS, "orders": ORDERS, "runs": 5, "parallel": 2}
    found = [json.loads(line) for line in node("connect/browser.mjs", spec).splitlines()]
    return {(result["location"], result["order"]): result for result in found}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("location", LOCATIONS)
def test_the_handshake_succeeds_on_connect_s_own_host(location, order, connect_results):
    result = connect_results[location, order]
    print(f"{result['passed']} of 5, {result['announcements']} announcements at most")
    assert (result["passed"], [failure["failures"] for failure in result["failures"]]) == (5, [])


def test_every_state_looks_like_something(built, tmp_path):
    """Makes the pictures of tests/output; a page that does not come to its state fails."""
    out = ROOT / "tests" / "output" / "screenshots"
    projects = [{"name": name, "dir": str(built[name]), "context": CONTEXTS[name]} for name in PROJECTS]
    files = node("screenshots.mjs", {"projects": projects, "out": str(out)}).split()
    for name in PROJECTS:
        pictures = {
            (state, mode): (out / f"{name}-{state}-{mode}.png").read_bytes()
            for state in ("waiting", "ready", "error")
            for mode in ("light", "dark")
        }
        assert len(set(pictures.values())) == 6, "two states or modes that look the same"
        assert min(map(len, pictures.values())) > 2_000, "an empty picture"
    assert all(os.path.exists(file) for file in files)  # noqa: PTH110
