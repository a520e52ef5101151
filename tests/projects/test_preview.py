"""`npm run preview`, as a person uses it in a browser: see tests/platform/preview/scenarios.mjs."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pexpect
import pytest

from tests.support.commands import environment, until
from tests.support.golden import GOLDEN
from tests.support.layers import exhaustive, exhaustive_but
from tests.support.node import node
from tests.support.paths import BIN, HANGS, OUTPUT, ROOT
from tests.support.projects import install, is_forge

KEPT = Path(__file__).parent / "preview"
PICTURE = ROOT / "docs" / "images" / "preview.png"
"""The picture in README.md and in the pages."""
LONGEST = 1_020
"""Lines that the folder preview/ of a project may have, with its page. Comments do not count, nor do types.ts, which
only the compiler reads, and styles, of which Prettier writes each property on a line."""

COMMENT = re.compile(r"\s*(//|/\*\*|\*|$)")

EVERYWHERE = ["firstLoad", "failure"]
FLAVOUR = ["orders", "slow", "theme", "number", "edits"]
BRIDGE = ["everyCall", "flags", "modals", "closing", "routes", "storage", "products", "realtime", "pages"]
"""What the host does with the calls of @forge/bridge: see tests/platform/preview/bridge.mjs and beyond.mjs."""
CALLED = ["published", "queues"]
"""What it does with the calls of functions: see tests/platform/preview/functions.mjs."""
SCENARIOS = {
    "home-dashboard": [
        *EVERYWHERE,
        *FLAVOUR,
        "editing",
        "settings",
        "refusals",
        "strangers",
        "twice",
        "keyboard",
        "narrow",
        "axe",
        "product",
        "homes",
        *BRIDGE,
    ],
    "home-dashboard-ui-kit": [*EVERYWHERE, *FLAVOUR, "editing", "keyboard", "everyCall"],
    "jira-dashboard": [*EVERYWHERE, "editing"],
    "jira-dashboard-ui-kit": [*EVERYWHERE, "editing"],
    "several-homes": [*EVERYWHERE, "everyHome"],
    "connect": [*EVERYWHERE, *FLAVOUR, "refusals", "strangers", "keyboard", "axe"],
}
"""What is done with which project: everything with one of each kind of host, the first load and a failure with all."""

PROJECTS = [golden.name for golden in sorted(GOLDEN.iterdir())]


@pytest.fixture
def own(installed, chromium, tmp_path):
    """A copy of a project that a test may edit."""

    def copy(name: str):
        return shutil.copytree(installed[name], tmp_path / name, symlinks=True)

    return copy


def add_packages(folder, packages):
    """Give a project what its functions import, besides what it has from the start."""
    for part in ("src", "tests"):  # node_modules beside them is shared
        own = folder / part / "node_modules/@forge"
        own.mkdir(parents=True)
        for name in ("events", "realtime"):
            (own / name).symlink_to(packages / "@forge" / name)


def use(name, folder, scenarios):
    """What came of the scenarios: figures by scenario. Fails with all that went wrong."""
    spec = {"projects": [{"name": name, "dir": str(folder)}], "scenarios": scenarios, "out": str(OUTPUT)}
    results = [json.loads(line) for line in node("preview.mjs", spec).splitlines()]
    failures = {result["scenario"]: result["failures"] for result in results if result["failures"]}
    assert failures == {}
    return {result["scenario"]: result["figures"] for result in results}


def test_somebody_sees_script_and_views_at_work(own):
    print(use("home-dashboard", own("home-dashboard"), EVERYWHERE))


def test_somebody_uses_the_calls_of_the_bridge(own, functions):
    folder = own("home-dashboard")
    add_packages(folder, functions)
    print(use("home-dashboard", folder, [*BRIDGE, *CALLED]))


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", PROJECTS)
def test_people_see_script_and_views_at_work(name, own):
    folder = own(name)
    usual = EVERYWHERE if (folder / "src/resolvers").exists() else ["noCalls"]
    print(use(name, folder, SCENARIOS.get(name, usual)))


@pytest.mark.exhaustive
def test_a_forge_remote_s_functions_run_without_its_server(bgscript, chromium, tmp_path):
    done = bgscript("new", "remote", "--yes", "--resolver=endpoint", "--no-git")
    assert done.code == 0, done.err
    install(tmp_path / "remote")
    use("remote", tmp_path / "remote", [*EVERYWHERE, "remote"])


@pytest.mark.exhaustive
def test_a_screen_reader_finds_every_control(own, pytestconfig):
    tree = use("home-dashboard", own("home-dashboard"), ["accessibility"])["accessibility"]["tree"]
    kept = KEPT / "accessibility.yml"
    if pytestconfig.getoption("--update-golden"):
        kept.write_text(tree)
    assert tree == kept.read_text()


@pytest.mark.exhaustive
def test_the_pictures_and_the_one_of_the_pages(own, pytestconfig):
    """Makes the pictures of tests/output, for people to look at; --update-golden keeps the first one for the pages."""
    OUTPUT.mkdir(exist_ok=True)
    for name in ("home-dashboard", "home-dashboard-ui-kit", "jira-issue", "confluence", "connect"):
        use(name, own(name), ["pictures"])
    taken = (OUTPUT / "home-dashboard.png").read_bytes()
    if pytestconfig.getoption("--update-golden"):
        PICTURE.write_bytes(taken)
    assert 20_000 < len(PICTURE.read_bytes()) < 300_000
    assert PICTURE.relative_to(ROOT).as_posix() in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("words", [["--port", "http"], ["--port", "70000"], ["--prot", "5180"], ["page"]])
def test_a_wrong_argument_is_told_in_one_line(words, installed):
    folder = installed["home-dashboard"]
    done = subprocess.run(
        [BIN / "node", "bgscript/preview/index.mjs", *words], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("key", ["--open", exhaustive("Enter"), exhaustive("no browser")])
def test_the_browser_opens_on_request_and_signals_end_the_server(key, installed, tmp_path):
    """With a program in place of the one that opens pages on this system."""
    opened = tmp_path / "opened"
    for name in ["xdg-open", "open"] if key != "no browser" else []:
        (tmp_path / name).write_text(f'#!/bin/sh\necho "$@" >> {opened}\n')
        (tmp_path / name).chmod(0o755)
    node_folder = tmp_path / "node"
    node_folder.mkdir()
    (node_folder / "node").symlink_to(BIN / "node")
    env = environment(tmp_path) | {"PATH": f"{tmp_path}:{node_folder}"}
    words = ["bgscript/preview/index.mjs", "--port=0", *(["--open"] if key == "--open" else [])]
    project = shutil.copytree(installed["home-dashboard"], tmp_path / "project", symlinks=True)  # it writes into build/
    preview = pexpect.spawn(str(BIN / "node"), words, cwd=project, env=env, timeout=HANGS)
    preview.expect(r"Preview: (http://localhost:\d+\S*)\r\n")  # the whole line: it may come in parts
    url = preview.match[1].decode().strip()
    if key != "--open":
        preview.expect("Press Enter")
        preview.send("\r")
    if key == "no browser":
        preview.expect(f"Open {url} yourself")
    else:
        until(lambda: opened.exists() and opened.read_text().endswith("\n"))  # it is there before its text is
        assert opened.read_text().split() == [url]
    preview.sendintr()
    preview.expect(pexpect.EOF)
    preview.close()
    assert (preview.exitstatus, preview.signalstatus) in {(0, None), (None, 2)}


@pytest.mark.parametrize("name", PROJECTS)
def test_the_folder_is_short_and_can_be_deleted(name):
    folder = GOLDEN / name / "bgscript/preview"
    files = [file for file in folder.iterdir() if file.name != "types.ts" and file.suffix != ".css"]
    lines = sum(not COMMENT.match(line) for file in files for line in file.read_text().splitlines())
    print(f"{name}: {lines} lines")
    assert lines <= LONGEST
    others = [file for file in (GOLDEN / name / "src").rglob("*") if file.is_file()]
    assert not [file for file in others if "preview/" in file.read_text()]


@pytest.mark.parametrize("name", exhaustive_but([n for n in PROJECTS if is_forge(GOLDEN / n)], "home-dashboard"))
def test_the_policy_is_not_looser_than_the_platform_s(name, installed):
    """But for what Vite needs: a nonce for its own scripts and styles, and its connection."""
    theirs, ours = (directives(text) for text in json.loads(node("preview/policy.mjs", str(installed[name]))))
    assert ours.keys() == theirs.keys()
    for directive, sources in ours.items():
        added = {
            source for source in sources - theirs[directive] if not source.startswith(("'nonce-", "ws://*.localhost:"))
        }
        assert added == set(), directive


def directives(policy: str) -> dict[str, set[str]]:
    """A policy's sources by directive, without those of which the page itself is one."""
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: set(sources) for name, *sources in parts if name not in ("frame-ancestors", "report-uri")}
