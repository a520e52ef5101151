"""The handshake that is shipped, in every home's variant, under every fault that a host can make, in virtual time.

The simulator is tests/platform/simulator. A schedule that violates a property is printed as small as possible, with its
seed: `scheduleOf(kind, seed)` makes the whole one again.
"""

import json

import pytest

from tests.support.node import node

VARIANTS = ["home-dashboard", "jira-dashboard", "jira-issue", "jira-global", "confluence", "several-homes", "connect"]
"""A project for each home: the page and what distinguishes it differ, and how messages travel."""

HANDSHAKE = "bgscript/runtime/"


def simulate(installed, *names: str, **settings) -> list[dict]:
    """What came of the schedules, for each project."""
    projects = [{"name": name, "dir": str(installed[name]), "json": name == "connect"} for name in names]
    return [json.loads(line) for line in node("simulator.mjs", {"projects": projects, **settings}).splitlines()]


def told(result: dict) -> str:
    """The violations of a result, for a developer."""
    return "\n".join(
        f"{result['project']}: {found['key']} ({found['count']}): {found['detail']} at {found['at']} ms\n"
        f"  {json.dumps(found['schedule'])}"
        for found in result["violations"]
    )


def test_no_schedule_violates_a_property(installed):
    results = simulate(installed, *VARIANTS, count=300)
    assert sum(result["schedules"] for result in results) >= 2_000
    assert [told(result) for result in results if result["violations"]] == []


@pytest.mark.exhaustive
def test_no_schedule_of_many_violates_a_property(installed):
    results = simulate(installed, *VARIANTS, count=40_000, **{"from": 1_000})
    assert [told(result) for result in results if result["violations"]] == []


@pytest.mark.exhaustive
def test_40000_schedules_take_a_minute_at_most(installed):
    (result,) = simulate(installed, "home-dashboard", count=2_000)
    rate = result["schedules"] / result["cpuMs"] * 60_000
    print(f"{rate:.0f} schedules in a minute of the processor")
    assert rate >= 40_000


FAULTS = {
    "a retry repeats the wish for another load": (
        "view.ts",
        "if (attempt < RETRY_MS.length) ask({ page }, attempt);",
        "if (attempt < RETRY_MS.length) ask({ page, reload: true }, attempt);",
        "a retry asks and never reloads",
    ),
    "a load has no limit": (
        "load.ts",
        "await within(LOAD_LIMIT_MS, load(), 'Loading')",
        "await load()",
        "no view waits for ever",
    ),
    "data is announced for the page of the last request": (
        "script.ts",
        "if (news && !isStopped) wire.announce(news)",
        "if (news && !isStopped) wire.announce({ ...news, about: keyOf(current) })",
        "a view shows its own page",
    ),
    "the script that spoke last counts": (
        "view.ts",
        "return isNewer(session, latest.session) || (unanswered >= PATIENCE && session === heard);",
        "return true;",
        "the newest script counts",
    ),
    "each refresh loads at once": (
        "script.ts",
        "if (!loads.running) return begin(loads);",
        "return begin(loads);",
        "one load at a time for a page",
    ),
    "data that cannot be sent is not reported": (
        "script.ts",
        "status: 'error', error }).catch(warn);",
        "status: 'loading' }).catch(warn);",
        "each failure is shown",
    ),
}
"""Faults that the handshake had, or could have: the file, the text, its replacement, and the property that finds it."""


@pytest.mark.parametrize("fault", FAULTS)
def test_the_simulator_finds_what_was_wrong_and_shrinks_it(fault, installed):
    file, before, after, expected = FAULTS[fault]
    text = (installed["jira-issue"] / HANDSHAKE / file).read_text()
    assert text.count(before) == 1
    (result,) = simulate(installed, "jira-issue", count=2_000, changed={HANDSHAKE + file: text.replace(before, after)})
    found = {found["key"].split(": ", 1)[1]: found for found in result["violations"]}
    assert expected in found, sorted(found)
    assert len(found[expected]["schedule"]["steps"]) <= 6


def test_a_seed_makes_the_same_schedule_again(installed):
    text = (installed["jira-issue"] / HANDSHAKE / "view.ts").read_text()
    changed = {HANDSHAKE + "view.ts": text.replace("PATIENCE = 2", "PATIENCE = 0")}
    results = [simulate(installed, "jira-issue", count=2_000, changed=changed)[0] for _ in range(2)]
    assert results[0]["violations"] == results[1]["violations"] != []
