"""The move into bgscript/: projects of earlier releases, with edits of the owner's everywhere, go on working."""

import difflib
import json
from pathlib import Path

import pytest

from tests.support.commands import run_bgscript
from tests.support.layers import exhaustive
from tests.support.node import check
from tests.support.projects import install
from tests.support.sandbox import commit, git

VERSIONS = ["0.1.0", "0.2.0", "0.3.0"]
FLAVOURS = {
    "home-dashboard": ["--target=home-dashboard"],
    "connect": ["--target=connect"],
    "jira-issue-ui-kit": ["--target=jira-issue", "--ui=ui-kit"],
    "endpoint": ["--target=confluence", "--resolver=endpoint", "--remote-url=https://app.example.com"],
}
RENAMED = {"src/edit/config.ts": "src/config.ts"}
MOVED = ("src/runtime/", "src/platform/", "preview/", "scripts/", "server/", "remote/")

PANEL = """\
import type { SharedData } from '../contract';
import type { ViewState } from '{handshake}';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { invoke } from '../platform/resolver';

export const FIRST: ViewState['status'] = 'waiting';

export async function ask(): Promise<SharedData> {
  await channel.emit('app.request-data', {});
  pageOf(await getContext());
  return invoke('getData');
}
"""
OURS = """\
import { channel } from './events';

export const mine = () => channel.emit('app.request-data', {});
"""
TEST = """\
import { expect, test, vi } from 'vitest';
import { host } from './host';
import { ask } from '../src/mine/panel';

vi.mock('../src/platform/resolver', () => ({ invoke: () => Promise.resolve('mocked') }));

test('mine', async () => {
  host.reset(true);
  expect(await ask()).toBe('mocked');
  const { channel } = await import('../src/platform/events');
  expect(Object.keys(channel)).toContain('emit');
});
"""
MINE = {".css": ".mine {\n  color: red;\n}\n", ".md": "## Mine\n", "": "export const MINE = 1;\n"}
"""What an owner adds to a file, by its ending."""
LOCK = {
    "overrides": {"qs": "file:{server}/no-qs"},
    "packages": {
        "node_modules/qs": {"link": True, "resolved": "{server}/no-qs"},
        "{server}/no-qs": {"version": "1.0.0"},
    },
}
AFTER = """\
import type { SharedData } from '../contract';
import type { ViewState } from '#bgscript/view';
import { getContext, pageOf } from '#bgscript/context';
import { channel } from '#bgscript/events';
import { invoke } from '#bgscript/invoke';
"""


def edit(project, later):
    """What an owner does: own files that import ours, and an edit in each file of theirs.

    Returns the names of the edited files. An edit is where neither release has changed the lines around it: a conflict
    with the template's own change would say nothing of the move.
    """
    handshake = "../runtime/handshake" if (project / "src/runtime").exists() else "../handshake"
    own = {"src/mine/panel.ts": PANEL.replace("{handshake}", handshake), "src/platform/mine.ts": OURS}
    own["tests/mine.test.ts"] = TEST
    if (project / "src/platform/theme.css").exists():
        own["src/mine/mine.css"] = "@import '../platform/theme.css';\n"
    for name, text in own.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text)
    if server := next((name for name in ("remote", "server") if (project / name / "no-qs").exists()), ""):
        (project / "package-lock.json").write_text(json.dumps(LOCK).replace("{server}", server))
    files = git("ls-files", cwd=project).splitlines()
    return [name for name in files if is_yours(name, later) and add(project / name, later / RENAMED.get(name, name))]


def is_yours(name, later):
    return (later / RENAMED.get(name, name)).is_file() and name.endswith((".ts", ".tsx", ".css", "README.md"))


def add(file, later):
    """Add lines of the owner's after a blank line with nothing that changes around it; whether there is one."""
    lines, others = (path.read_text().splitlines(keepends=True) for path in (file, later))
    blocks = difflib.SequenceMatcher(None, lines, others, autojunk=False).get_matching_blocks()
    within = [at for block in blocks for at in range(block.a + 2, block.a + block.size - 2)]
    places = [at for at in within if lines[at] == "\n" and lines[at + 1][0] != " "]
    if not places:
        return False
    mine = MINE.get(file.suffix, MINE[""])
    file.write_text("".join([*lines[: places[-1] + 1], mine, "\n", *lines[places[-1] + 1 :]]))
    return True


def updated(version, flavour, folder):
    """A project of a release with an owner's edits, brought to the newest one: it, the edited files, the report."""
    for name, flags in {"app": [f"--template-version={version}"], "later": ["--no-git", "--app-name=app"]}.items():
        done = run_bgscript("new", name, "--yes", *flags, *FLAVOURS[flavour], cwd=folder)
        assert done.code == 0, done.err
    project = folder / "app"
    edited = edit(project, folder / "later")
    commit(project, "mine")
    done = run_bgscript("update", "app", "--json", cwd=folder)
    report = json.loads(done.out)
    assert report["conflicts"] == []
    return project, edited, report


@pytest.mark.usefixtures("platform", "git")
@pytest.mark.parametrize(
    ("flavour", "versions", "tools"),
    [
        ("home-dashboard", VERSIONS[-1:], ["typecheck"]),
        *(exhaustive(flavour, VERSIONS, ["typecheck", "lint", "test"]) for flavour in FLAVOURS),
    ],
)
def test_a_project_of_an_earlier_release_loses_nothing_and_passes_its_checks(flavour, versions, tools, tmp_path):
    projects = {}
    for version in versions:
        name = f"from-{version}".replace(".", "-")
        (tmp_path / name).mkdir()
        project, edited, report = updated(version, flavour, tmp_path / name)
        mine = {path: MINE.get(Path(path).suffix, MINE[""]) for path in edited}
        assert [path for path in mine if mine[path] not in (project / RENAMED.get(path, path)).read_text()] == []
        assert {"src/contract.ts", "src/view/View.tsx", "README.md"} <= mine.keys()
        assert {path for path in git("ls-files", cwd=project).splitlines() if path.startswith(MOVED)} == {
            "src/platform/mine.ts"
        }
        assert (project / "src/mine/panel.ts").read_text().startswith(AFTER)
        assert {"src/mine/panel.ts", "src/platform/mine.ts", "tests/mine.test.ts"} <= {*report["imports"]}
        if (project / "package-lock.json").exists():
            lock = (project / "package-lock.json").read_text()
            assert json.loads(lock) == json.loads(json.dumps(LOCK).replace("{server}", "bgscript/server"))
        projects[name] = install(project)
    assert check(projects, tools) == {name: {tool: [] for tool in tools} for name in projects}
