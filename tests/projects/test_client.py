"""The handshake in plain JavaScript, which apps that exist get, is held in step with its TypeScript."""

import json
import re
import shutil

import pytest

from tests.support.commands import run
from tests.support.golden import GOLDEN
from tests.support.layers import exhaustive_but
from tests.support.node import check, node
from tests.support.parts import COMPILED, PARTS, compiled, give_packages
from tests.support.paths import BIN, PLATFORM
from tests.support.projects import install, make, render
from tools import client

CODE = [name for name in COMPILED if name.endswith(".js")]
HOMES = ("home-dashboard", "jira-dashboard", "jira-issue", "jira-global", "confluence", "several-homes")


def test_the_files_are_the_newest(platform):
    """After a change of the runtime: `python tools/client.py`."""
    found = client.compiled()
    assert {path.name for path in found} == set(COMPILED)
    assert [path.name for path, text in found.items() if path.read_text() != text] == []


def test_the_views_side_needs_the_bridge_and_hooks_of_react_16_8_alone():
    needed = {name: set(re.findall(r"^import (.*) from '(.*)';$", compiled(name).read_text(), re.M)) for name in CODE}
    bridge = ("{ events, view }", "@forge/bridge")
    assert needed["client.js"] == needed["script.js"] == {bridge}
    assert needed["useSharedData.js"] == {
        ("{ useCallback, useEffect, useRef, useState }", "react"),
        ("{ WAITING, connect }", "./client.js"),
    }


def test_parsers_of_2019_read_it(platform):
    """webpack 4, which apps of Create React App 3 have, knows no newer syntax."""
    program = """
        import { readFileSync } from 'node:fs';
        import { parse } from 'acorn';
        const read = (text) => parse(text, { ecmaVersion: 2019, sourceType: 'module' });
        const refuses = (text) => { try { read(text); return false; } catch { return true; } };
        if (!refuses('a?.b') || !refuses('a ?? b')) throw new Error('it reads anything');
        for (const file of JSON.parse(process.argv[1])) read(readFileSync(file, 'utf8'));
    """
    files = json.dumps([str(compiled(name)) for name in CODE])
    done = run(BIN / "node", "--input-type=module", "--eval", program, files, cwd=PLATFORM)
    assert done.code == 0, done.err


def with_compiled(name, folder):
    """A project whose handshake is the compiled one: its own tests then test that."""
    project = install(make(name, folder))
    runtime = project / "bgscript" / "runtime"
    for file in COMPILED:
        shutil.copy(compiled(file), runtime)
    for file, text in SHIMS.items():
        (project / "bgscript" / file).write_text(f"// @ts-nocheck\n{text}")
    return project


SHIMS = {
    "runtime/handshake.ts": "export * from './script.js';\nexport { subscribe, WAITING } from './client.js';\n",
    "platform/events.ts": "export { channel } from '../runtime/client.js';\n",
    "platform/context.ts": "export { about, getContext, isPreview, pageOf } from '../runtime/client.js';\n",
}
"""What takes the place of a project's own files."""


@pytest.mark.parametrize("name", exhaustive_but(HOMES, "jira-issue"))
def test_it_passes_the_tests_of_the_handshake(name, platform, tmp_path):
    project = with_compiled(name, tmp_path / "project")
    report = tmp_path / "report.json"
    words = ["run", "--reporter=json", f"--outputFile={report}", "bgscript/tests/handshake.test.ts"]
    done = run(BIN / "node", "node_modules/vitest/vitest.mjs", *words, cwd=project)
    result = json.loads(report.read_text())
    failed = [each["fullName"] for file in result["testResults"] for each in file["assertionResults"]
              if each["status"] != "passed"]  # fmt: skip
    assert (failed, done.code) == ([], 0), done.err
    assert result["numPassedTests"] >= 50


@pytest.mark.exhaustive
def test_no_simulated_schedule_violates_a_property(platform, tmp_path):
    projects = [
        {"name": name, "dir": str(with_compiled(name, tmp_path / name))} for name in ("jira-issue", "confluence")
    ]
    results = [json.loads(line) for line in node("simulator.mjs", {"projects": projects, "count": 300}).splitlines()]
    assert [result["violations"] for result in results] == [[], []]
    assert sum(result["schedules"] for result in results) >= 600


HOOK = """\
// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { host, emit } from './host';
import { PAGES } from './context';
import { about } from '../platform/context';
import { connect } from '../runtime/client.js';
import { useSharedData } from '../runtime/useSharedData.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const [page] = PAGES;
const passes = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const answer = (revision: number) => ({ session: 'a', revision, about: about(page), status: 'ready', data: revision });

test('a hook: it waits, shows the data, asks to load again, and stops listening', async () => {
  host.reset(true);
  const { result, unmount } = renderHook(() => useSharedData());
  expect(result.current[0]).toEqual({ status: 'waiting', revision: 0, busy: true });
  await passes(10);
  expect(host.count('app.request-data')).toBe(1);
  await act(() => emit({ event: 'app.data-change', payload: answer(1) }));
  expect(result.current[0]).toEqual({ status: 'ready', revision: 1, busy: false, data: 1 });
  const reload = result.current[1];
  act(() => reload());
  expect(host.count('app.request-data')).toBe(2);
  expect(result.current[0]).toMatchObject({ busy: true, data: 1 });
  expect(result.current[1]).toBe(reload);
  unmount();
  await passes(10);
  expect(host.listeners.get('app.data-change')?.size).toBe(0);
});

test('without React: each state, at once and until it is over', async () => {
  host.reset(true);
  const states: unknown[] = [];
  const connection = connect((state) => states.push(state));
  expect(states).toEqual([{ status: 'waiting', revision: 0, busy: true }]);
  await passes(10);
  expect(host.count('app.request-data')).toBe(1);
  await emit({ event: 'app.data-change', payload: answer(1) });
  connection.unsubscribe();
  await emit({ event: 'app.data-change', payload: answer(2) });
  expect(states.slice(1)).toEqual([{ status: 'ready', revision: 1, busy: false, data: 1 }]);
});

test('a view that is over before the host answers listens to nothing', async () => {
  host.reset(true);
  connect(() => undefined).unsubscribe();
  await passes(20);
  expect(host.listeners.get('app.data-change')?.size ?? 0).toBe(0);
});

test('in the list from which people add widgets there is no script: it shows the sample', async () => {
  host.reset(true);
  host.extension = { type: 'dashboards:widget', context: { dashboardId: 'd-1' } };
  const states: unknown[] = [];
  connect((state) => states.push(state), { sample: 'a sample' });
  await passes(10);
  expect(states).toHaveLength(2);
  expect(states[1]).toEqual({ status: 'ready', revision: 0, busy: false, data: 'a sample' });
  expect(host.count('app.request-data')).toBe(0);
});

test('the page of a module that no target has is the one that its context names', async () => {
  const { pageOf } = await import('../runtime/client.js');
  const issue = { id: '1', key: 'TEAM-1', type: 'Task', typeId: '2' };
  const project = { id: '1', key: 'TEAM', type: 'software' };
  expect(pageOf({ type: 'jira:issueContext', issue, project })).toEqual({ issue, project });
  expect(pageOf({ type: 'jira:projectPage', project })).toBeUndefined();
  expect(pageOf({})).toBeUndefined();
  expect(pageOf({ type: 'confluence:homepageFeed' })).toEqual({ content: undefined, space: undefined });
});
"""


def test_hook_and_connect_show_what_they_are_told(platform, tmp_path):
    project = with_compiled("jira-issue", tmp_path / "project")
    (project / "bgscript/tests/client.test.ts").write_text(HOOK)
    words = ["run", "bgscript/tests/client.test.ts"]
    done = run(BIN / "node", "node_modules/vitest/vitest.mjs", *words, cwd=project)
    assert done.code == 0, done.out + done.err


VIEW = """\
import { useSharedData } from './background/useSharedData';
import { connect, type ViewState } from './background/client.js';

interface Mine { items: string[] }

export function useTexts(): string[] {
  const [state, reload] = useSharedData<Mine>();
  const [any] = useSharedData();
  if (state.status === 'error') reload();
  // @ts-expect-error a view has no data before it is ready
  void state.data;
  if (any.status === 'ready') void any.data.whatever;
  return state.status === 'ready' ? state.data.items : [];
}

export const over: () => void = connect((state: ViewState<Mine>) => console.log(state.busy)).unsubscribe;
"""
STRICT = {
    **{"strict": True, "noUncheckedIndexedAccess": True, "exactOptionalPropertyTypes": True, "noUnusedLocals": True},
    **{"noImplicitOverride": True, "verbatimModuleSyntax": True, "allowJs": True, "checkJs": True, "jsx": "react-jsx"},
    **{"target": "ES2022", "module": "ESNext", "moduleResolution": "bundler", "types": [], "skipLibCheck": True},
}
"""Settings of an owner's, as strict as they get."""


def test_it_has_types_under_an_owner_s_strict_settings(platform, tmp_path):
    """In UI Kit, the part is compiled by the owner's settings. A script in JavaScript is checked, too."""
    apps = {}
    settings = {"compilerOptions": STRICT, "include": ["src"]}
    for name in ("ui-kit", "ui-kit-js"):
        apps[name] = render(PARTS[name], tmp_path / name)
        give_packages(apps[name], platform)
        (apps[name] / "src/view.ts").write_text(VIEW)
        use_example(next((apps[name] / "src/background").glob("data.*")))
        (apps[name] / "tsconfig.json").write_text(json.dumps(settings))
        (apps[name] / "bgscript").mkdir()
        browser = json.dumps({"extends": "../tsconfig.json", "include": ["../src"]})
        (apps[name] / "bgscript/tsconfig.browser.json").write_text(browser)
    assert check(apps, ["typecheck"]) == {name: {"typecheck": []} for name in apps}


def use_example(data):
    """Do what the file's comment says: in place of the sample data, its own example."""
    text = data.read_text()
    example = re.findall(r"^ \*     (.*)$", text, re.M)
    assert example[0].startswith("import { invoke")
    typed = [f"/** {found} */" for found in re.findall("@type .*", text)]
    imports = [line for line in text.splitlines() if line.startswith("import") and "sampleData" not in line]
    data.write_text("\n".join([*imports, example[0], *typed, *example[1:]]) + "\n")


def test_the_golden_projects_have_the_runtime_that_it_is_made_from():
    """The files that are compiled are those of a project: none of them is a copy."""
    for name in ("client.ts", "script.ts", "useSharedData.ts", "context.ts"):
        used = re.findall(r"'#app/(.*)'", (client.SOURCES / name).read_text())
        for path in used:
            assert list((GOLDEN / "several-homes").glob(f"{path}.*")), path
