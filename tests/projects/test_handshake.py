"""Script and view of the built projects, in a real browser, in cross-origin frames under the real @forge/bridge.

The host page, the orders and what must hold in each are in tests/platform/pages.
"""

import json
import os

import pytest

from tests.support.handshake import MANY, ORDERS, PAGES, reasons
from tests.support.layers import exhaustive, is_exhaustive
from tests.support.node import node
from tests.support.paths import OUTPUT

PROJECTS = list(PAGES)

LONGEST_WAIT_MS = {"view-late": 400, "twenty-views-late": 400}
"""How long a view may wait for data that is there: less than until it asks again. In one run at least, CI is slow."""

SPECIAL = ["preview", "theme-late", "strange-data"]
"""Orders about something else than the order."""

AT_ONCE = 4
"""Pages that run at the same time. Most of their time is waiting."""


@pytest.fixture(scope="module")
def results(built, chromium, request):
    """What came of every order, by project, order and how the host delivers; all in one browser."""
    found = {}
    plans = {
        "default": [(2, ["async"], ["home-dashboard"], [*ORDERS, *SPECIAL])],
        "all": [
            (20, ["async", "sync"], ["home-dashboard"], [order for order in ORDERS if order not in MANY]),
            (6, ["async", "sync"], ["home-dashboard"], MANY),
            (4, ["async"], PROJECTS[1:], ORDERS),  # the other homes, whose handshake is the same code
            (2, ["async"], ["home-dashboard"], SPECIAL),
            (4, ["async"], ["jira-issue"], ["strange-data"]),
            (2, ["async"], ["home-dashboard"], ["hundred-views"]),
        ],
    }
    is_timed = is_exhaustive(request)
    for runs, deliveries, names, orders in plans["all" if is_timed else "default"]:
        projects = [{"name": name, "dir": str(built[name]), "pages": PAGES[name]} for name in names]
        spec = {"projects": projects, "orders": orders, "runs": runs, "delivery": deliveries, "parallel": AT_ONCE}
        for line in node("browser.mjs", spec).splitlines():
            result = json.loads(line)
            found[result["project"], result["order"], result["delivery"]] = {**result, "timed": is_timed}
    return found


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("project", "delivery"),
    [
        ("home-dashboard", "async"),
        exhaustive("home-dashboard", "sync"),
        *(exhaustive(project, "async") for project in PROJECTS[1:]),
    ],
)
def test_the_handshake_succeeds(project, order, delivery, results):
    result = results[project, order, delivery]
    print(f"{result['passed']} of {result['runs']}, {figures(result)}")
    assert (result["passed"], reasons(result)) == (result["runs"], [])
    assert not result["timed"] or prompt(result)


def prompt(result: dict) -> bool:
    """Whether a view was answered at once, and all of them at a pace, in one run at least: the others say how busy a
    machine is. What exact times there are is tested in virtual time."""
    return result["paced"] > 0 and result["waitMs"]["least"] <= LONGEST_WAIT_MS.get(result["order"], 10_000)


def test_a_widget_in_the_list_shows_sample_data_without_a_script(results):
    result = results["home-dashboard", "preview", "async"]
    assert (result["passed"], reasons(result)) == (2, [])


def test_the_view_waits_for_the_product_s_theme_and_does_without_one(results):
    result = results["home-dashboard", "theme-late", "async"]
    assert (result["passed"], reasons(result)) == (2, [])


@pytest.mark.parametrize(
    ("project", "order", "runs"),
    [
        ("home-dashboard", "strange-data", 2),
        exhaustive("jira-issue", "strange-data", 4),
        exhaustive("home-dashboard", "hundred-views", 2),
    ],
)
def test_strange_data_and_a_hundred_views(project, order, runs, results):
    result = results[project, order, "async"]
    assert (result["passed"], reasons(result)) == (runs, [])


def figures(result: dict) -> str:
    """What a developer wants to read of a result."""
    wait = result["waitMs"]
    counts = f"{result['invokes']} invokes, {result['announcements']} announcements at most"
    return f"{counts}; a view waits {wait['median']:.0f} ms, {wait['max']:.0f} at most"


DASHBOARD_ORDERS = [order for order in ORDERS if order != "next-page"]
"""Jira does not tell a Connect app which dashboard it is on."""


@pytest.fixture(scope="module")
def connect_results(built, chromium):
    """The same for the Connect app, as its own process, on Atlassian's real Connect host."""
    project = {"name": "connect", "dir": str(built["connect"])}
    found = []
    for location, orders in [("dashboard", DASHBOARD_ORDERS), ("issue_view", ORDERS)]:
        spec = {"projects": [project], "locations": [location], "orders": orders, "runs": 4, "parallel": AT_ONCE}
        found += [json.loads(line) for line in node("connect/browser.mjs", spec).splitlines()]
    return {(result["location"], result["order"]): result for result in found}


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("location", "order"),
    [*(("issue_view", order) for order in ORDERS), *(("dashboard", order) for order in DASHBOARD_ORDERS)],
)
def test_the_handshake_succeeds_on_connect_s_own_host(location, order, connect_results):
    result = connect_results[location, order]
    print(f"{result['passed']} of 4, {figures(result)}")
    assert (result["passed"], reasons(result)) == (4, [])
    assert result["paced"] > 0


@pytest.mark.exhaustive
def test_an_hour_of_use_leaves_nothing_behind(built, chromium):
    """A change every five seconds. The heap is full of what browsers keep after some of them, and stays so."""
    project = {"name": "home-dashboard", "dir": str(built["home-dashboard"]), "pages": PAGES["home-dashboard"]}
    result = json.loads(node("hour.mjs", {"projects": [project], "changes": 720}))
    before, after = result["before"], result["after"]
    print(result)
    assert result["problems"] == []
    assert (after["nodes"], after["listeners"]) == (before["nodes"], before["listeners"])
    assert after["heap"] - before["heap"] < 1_500_000


@pytest.mark.exhaustive
def test_every_state_looks_like_something(built, chromium, tmp_path):
    """Makes the pictures of tests/output; a page that does not come to its state fails."""
    out = OUTPUT / "screenshots"
    projects = [{"name": name, "dir": str(built[name]), "pages": PAGES[name]} for name in PROJECTS]
    files = node("screenshots.mjs", {"projects": projects, "out": str(out)}).split()
    for name in PROJECTS:
        pictures = {
            (state, mode): (out / f"{name}-{state}-{mode}.png").read_bytes()
            for state in ("waiting", "ready", "reloading", "reload-failed", "error")
            for mode in ("light", "dark")
        }
        assert len(set(pictures.values())) == len(pictures), "two states or modes that look the same"
        assert min(map(len, pictures.values())) > 2_000, "an empty picture"
    assert all(os.path.exists(file) for file in files)  # noqa: PTH110
