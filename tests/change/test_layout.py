"""The move into bgscript/: projects of earlier releases, with edits of the owner's everywhere, go on working."""

import json

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
  expect(channel.emit).toBeTypeOf('function');
});
"""
APPENDED = {
    "src/contract.ts": "\nexport type Mine = Page;\n",
    "src/config.ts": "\nexport const MINE_IN_CONFIG = 1;\n",
    "src/edit/config.ts": "\nexport const MINE_IN_CONFIG = 1;\n",
    "src/sample.ts": "\nexport const MINE_IN_SAMPLE = 1;\n",
    "src/view/view.css": "\n.mine {\n  color: red;\n}\n",
    "src/edit/edit.css": "\n.mine {\n  color: blue;\n}\n",
    "tests/resolvers.test.ts": "\n// mine in a test\n",
    "README.md": "\n## Mine\n",
}
IMPORTED = {
    "src/view/View.tsx": "export const FIRST_IN_VIEW = FIRST;\n",
    "src/background/data.ts": "export const FIRST_IN_DATA = FIRST;\n",
    "src/edit/Edit.tsx": "export const FIRST_IN_EDIT = FIRST;\n",
    "src/resolvers/index.ts": "export const FIRST_IN_RESOLVERS = FIRST;\n",
}
"""Files in which the owner imports something, after the template's imports, and uses it at the end."""
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


def edit(project):
    """What an owner does: own files that import ours, and an edit in each file of theirs. Returns what must remain."""
    handshake = "../runtime/handshake" if (project / "src/runtime").exists() else "../handshake"
    own = {
        "src/mine/panel.ts": PANEL.replace("{handshake}", handshake),
        "src/platform/mine.ts": OURS,
        "tests/mine.test.ts": TEST,
    }
    if (project / "src/platform/theme.css").exists():
        own["src/mine/mine.css"] = "@import '../platform/theme.css';\n"
    for name, text in own.items():
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text(text)
    kept = {name: text for name, text in APPENDED.items() if (project / name).exists()}
    for name, text in kept.items():
        (project / name).write_text((project / name).read_text() + text)
    for name, use in IMPORTED.items():
        if not (project / name).exists():
            continue
        lines = (project / name).read_text().splitlines(keepends=True)
        last = max(number for number, line in enumerate(lines) if line.startswith("import "))
        lines.insert(last + 1, "import { FIRST } from '../mine/panel';\n")
        (project / name).write_text("".join([*lines, "\n", use]))
        kept[name] = use
    server = next((name for name in ("remote", "server") if (project / name / "no-qs").exists()), "")
    if server:
        (project / "package-lock.json").write_text(json.dumps(LOCK).replace("{server}", server))
    return kept


def updated(version, flavour, folder):
    """A project of a release with an owner's edits, brought to the newest one: it, the edits, the report."""
    done = run_bgscript("new", "app", "--yes", f"--template-version={version}", *FLAVOURS[flavour], cwd=folder)
    assert done.code == 0, done.err
    project = folder / "app"
    kept = edit(project)
    commit(project, "mine")
    done = run_bgscript("update", "app", "--json", cwd=folder)
    assert json.loads(done.out)["conflicts"] == []
    return project, kept, json.loads(done.out)


CASES = [(version, flavour) for version in VERSIONS for flavour in FLAVOURS]


@pytest.mark.usefixtures("platform", "git")
@pytest.mark.parametrize(
    "cases", [[(version, "home-dashboard") for version in VERSIONS], exhaustive(CASES)], ids=["one", "every"]
)
def test_a_project_of_an_earlier_release_loses_nothing_and_passes_its_checks(cases, tmp_path):
    projects = {}
    for version, flavour in cases:
        name = f"{flavour}-{version}"
        (tmp_path / name).mkdir()
        project, kept, report = updated(version, flavour, tmp_path / name)
        assert report["conflicts"] == []
        later = {"src/edit/config.ts": "src/config.ts"}
        lost = [path for path, text in kept.items() if text not in (project / later.get(path, path)).read_text()]
        assert lost == []
        assert {path for path in git("ls-files", cwd=project).splitlines() if path.startswith(MOVED)} == {
            "src/platform/mine.ts"
        }
        assert (project / "src/mine/panel.ts").read_text().startswith(AFTER)
        assert {"src/mine/panel.ts", "src/platform/mine.ts", "tests/mine.test.ts"} <= {*report["imports"]}
        if (project / "package-lock.json").exists():
            lock = (project / "package-lock.json").read_text()
            assert json.loads(lock) == json.loads(json.dumps(LOCK).replace("{server}", "bgscript/server"))
        projects[name] = install(project)
    found = check(projects, ["typecheck", "lint", "test"])
    assert found == {name: {"typecheck": [], "lint": [], "test": []} for name in projects}
