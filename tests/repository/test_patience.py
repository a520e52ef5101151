"""No test depends on how fast a machine is: it waits for events, and its limits are for hangs.

Neither one that a project gets, nor one of this repository's, see the end.
"""

import re
from pathlib import Path

import pytest

from tests.support.paths import PLATFORM, ROOT, TEMPLATES

LEAST = 20_000
"""Milliseconds: what a check that waits may take at least. LIMIT_MS of until.ts is as long."""

UNTIL = "project/bgscript/tests/until.ts"

PAUSES = {
    "databases/postgres.ts": "it asks again and again whether the server has started",
    "http.test.ts": "an idle connection is kept; a client goes on sending",
    "locked.test.ts": "an install goes on waiting: it could only be missed that it does not",
}
"""The files that pause for a fixed time, and for what: none of them then says that something has happened."""

RULES = {
    "waits a second only: use `until`, or give a limit": r"vi\.wait(?:For|Until)\((?!.*, [2-9]\d_000\))",
    "has a limit of its own": r"\b(?:testT|hookT|asyncUtilT|t)imeout: *(?:[1-9]\d{0,3}|1\d{4}|1?\d_\d{3})\b",
    "changes Vitest's limits": r"vi\.setConfig\(",
    "limits the time that passes: count steps, or what is exact": r"\b(?:performance|Date)\.now\(\).*\.toBeLessThan",
    "pauses for a fixed time": r"await (?:delay\(|new Promise\(\(resolve\) => setTimeout\(resolve, [\d_]+\))",
}
"""By what is wrong, what says so in a line."""

EXAMPLES = [
    "  await vi.waitFor(() => expect(one).toBe(1));",
    "  await vi.waitFor(() => expect(one).toBe(1), 10_000);",
    "test('one', { timeout: 5_000 }, () => {});",
    "configure({ asyncUtilTimeout: 10_000 });",
    "vi.setConfig({ testTimeout: 30_000 });",
    "  expect(performance.now() - start).toBeLessThan(900);",
    "  await new Promise((resolve) => setTimeout(resolve, 20));",
    "  await delay(turn * 350);",
]

FINE = [
    "  await vi.waitFor(() => expect(one).toBe(1), 20_000);",
    "  await until(() => expect(one).toBe(1));",
    "  test: { testTimeout: 60_000 },",
    "  await expect.poll(() => sent.at(-1), { timeout: 20_000 }).toMatchObject(answer);",
    "  expect(performance.now() - start).toBeGreaterThan(250);",
    "  expect(opened).toEqual({ timeout: 0 });",
    "  const one = await new Promise((resolve) => setTimeout(resolve, ms, data));",
]


def found(line: str) -> list[str]:
    """What is wrong with a line."""
    return [name for name, pattern in RULES.items() if re.search(pattern, line)]


def shipped() -> list[Path]:
    """Each file of a test that a project gets."""
    files = [file for file in TEMPLATES.rglob("*.ts*") if file.is_file()]
    return [file for file in files if "tests" in file.parts or ".test.ts" in file.name]


def test_every_rule_finds_what_it_is_for_and_nothing_else():
    assert {name for line in EXAMPLES for name in found(line)} == set(RULES)
    assert [found(line) for line in EXAMPLES if len(found(line)) == 0] == []
    assert [line for line in FINE if found(line)] == []


def test_no_shipped_test_depends_on_the_speed_of_the_machine():
    wrong, pausing = [], set()
    for file in shipped():
        path = file.relative_to(TEMPLATES).as_posix()
        for number, line in enumerate(file.read_text().splitlines(), 1):
            names = found(line)
            if path == UNTIL or (names == ["pauses for a fixed time"] and path.endswith(tuple(PAUSES))):
                pausing |= {name for name in PAUSES if path.endswith(name)}
            else:
                wrong += [f"{path}:{number} {name}" for name in names]
    assert wrong == []
    assert pausing == set(PAUSES), "named, and does not pause"


def test_what_is_found_on_a_page_is_waited_for_as_long():
    """`findBy…` and `waitFor` of Testing Library have their limit from page.ts."""
    users = [file for file in shipped() if re.search(r"\bfind(?:All)?By|\bwaitFor\b", file.read_text())]
    own = [file for file in users if "@testing-library/" in file.read_text() and file.name != "page.ts"]
    assert len(own) >= 5
    assert [file.name for file in own if not re.search(r"'(?:\./page|#bgscript/testView)'", file.read_text())] == []
    until, page = (TEMPLATES / UNTIL).read_text(), next(TEMPLATES.rglob("page.ts")).read_text()
    assert f"LIMIT_MS = {LEAST:_};" in until
    assert "configure({ asyncUtilTimeout: LIMIT_MS })" in page


@pytest.mark.parametrize("file", sorted((ROOT / "tests" / "projects").glob("test_*.py")), ids=lambda file: file.stem)
def test_nor_does_a_test_that_is_added_to_a_project(file: Path):
    rule = "waits a second only: use `until`, or give a limit"
    assert [line for line in file.read_text().splitlines() if rule in found(line)] == []


# --- This repository's own ------------------------------------------------------------------------------------------

OWN_RULES = {
    "pauses for a fixed time": r"\btime\.sleep\(|\bEvent\(\)\.wait\(\d|(?:\b|\\n)sleep (?![69]00\b)[\d.]+",
    "measures the time that passes: count, or let a fake clock pass": r"\b(?:monotonic|perf_counter|time\.time)\(\)",
    "kills what may have ended: let it kill itself, at a fixed place": r"\bkill\b.*\$!",
    "kills what may be at work: `closes` of the terminal waits": r"\bclose\(force=",
    "has a limit of its own: HANGS": r"\btimeout=[\d.]+(?![\d.]| \* HANGS)",
}
"""By what is wrong, what says so in a line of Python, or of a shell's script in it."""

OWN_EXAMPLES = [
    "        time.sleep(random.uniform(0, duration))",
    "        threading.Event().wait(0.2)",
    'NPM = "#!/bin/sh\\nsleep 2.5\\n"',
    "    start = time.monotonic()",
    'alone) "{git}" "$@" <&0 & kill -9 $!; wait $! ;;',
    "    screen.process.close(force=True)",
    "        process.wait(timeout=5)",
]

OWN_FINE = ["exec sleep 900", "        process.communicate(timeout=HANGS)", "kill -9 $$", "time.process_time()"]

OWN_EXCEPTIONS = {
    "support/commands.py": "`until` asks again and again",
    "support/killing.py": "a git waits for a file; one is killed with its run, which both ends of it allow",
    "support/terminal.py": "it asks again and again whether a program has ended",
    "system/test_progress.py": "a program waits for a file; what is never said could only be missed",
    "doctor/test_examine.py": "a program that hangs for ten minutes",
}


def found_in_ours(line: str) -> list[str]:
    return [name for name, pattern in OWN_RULES.items() if re.search(pattern, line)]


def test_every_rule_for_our_own_tests_finds_what_it_is_for():
    assert {name for line in OWN_EXAMPLES for name in found_in_ours(line)} == set(OWN_RULES)
    assert [line for line in OWN_EXAMPLES if not found_in_ours(line)] == []
    assert [line for line in OWN_FINE if found_in_ours(line)] == []


def test_no_test_of_ours_depends_on_the_speed_of_the_machine():
    tests = ROOT / "tests"
    files = [file for folder in tests.iterdir() if folder.name not in ("golden", "output") for file in python(folder)]
    assert len(files) > 150
    wrong = {}
    for file in files:
        lines = enumerate(file.read_text().splitlines(), 1)
        if names := [f"{number}: {name}" for number, line in lines for name in found_in_ours(line)]:
            wrong[file.relative_to(tests).as_posix()] = names
    assert {name: places for name, places in wrong.items() if name not in OWN_EXCEPTIONS} == {}
    assert wrong.keys() == OWN_EXCEPTIONS.keys(), "named, and neither pauses nor measures"


def python(path: Path) -> list[Path]:
    """A file, or all below a folder; without this one, which has the examples."""
    found = [path] if path.is_file() else path.rglob("*.py")
    return [
        file for file in found if file.suffix == ".py" and not {"node_modules", Path(__file__).name} & {*file.parts}
    ]


def platform() -> list[Path]:
    """The programs of tests/platform."""
    return [*PLATFORM.glob("*.mjs"), *PLATFORM.glob("[!n]*/*.mjs")]  # not those of node_modules


def test_a_browser_has_no_limit_of_half_a_minute():
    """That is Playwright's own, for each page or context that gets no other one."""
    wrong = []
    for file in platform():
        text = file.read_text()
        opened, limited = len(re.findall(r"browser\.new(?:Context|Page)\(", text)), text.count("setDefaultTimeout(")
        wrong += [file.name] if opened != limited else []
    assert wrong == []


def test_free_ports_are_asked_for_at_one_place():
    """A port of the system's that is closed again can be another program's before it is used."""
    wanted = {file.name for file in platform() if re.search(r"\bfreePort\(?\b", file.read_text())}
    assert {file.name for file in platform() if "function freePort(" in file.read_text()} == {"ports.mjs"}
    assert len(wanted) >= 6
