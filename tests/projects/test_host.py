"""bgscript/host of a project: the local host of the preview and of the tests."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.projects.test_preview import add_packages
from tests.projects.test_preview import own as own  # a copy of a project that a test may edit
from tests.support.commands import run
from tests.support.golden import GOLDEN
from tests.support.node import check
from tests.support.paths import BIN, PLATFORM

CALL = re.compile(r"""\b(?:callBridge|getCallBridge\)\(\))\)*\(\s*['"](\w+)['"]""")
"""`callBridge('name'`, and `(0, bridge_1.getCallBridge)()('name'`, as the packages have it."""

PACKAGES = ["bridge", "dashboards-bridge", "react"]
"""What calls the host of a Forge app."""

OTHERS = ("@forge/events", "@forge/realtime")
"""Packages of functions that no project has from the start."""

UNNAMED = re.compile(r"""\bcallBridge\)?\(\s*(?!['"\s)])(\S{1,20})""")
"""A call whose name is not in place: the test cannot read it."""


def sources() -> Iterator[str]:
    for package in PACKAGES:
        for file in sorted((PLATFORM / "node_modules/@forge" / package / "out").rglob("*.js")):
            if "__test__" not in file.parts:
                yield file.read_text()


def test_the_table_has_every_call_of_the_bridge_and_no_other(platform):
    """A newer bridge with another call fails this: say in calls.json what the preview does with it."""
    table = json.loads((GOLDEN / "home-dashboard/bgscript/host/calls.json").read_text())
    called = {name for text in sources() for name in CALL.findall(text)}
    assert len(called) > 40
    assert not set(table["simulated"]) & set(table["notSimulated"])
    assert set(table["simulated"]) | set(table["notSimulated"]) == called
    assert all([*table["simulated"].values(), *table["notSimulated"].values()])


def test_no_call_of_the_bridge_has_a_name_that_this_cannot_read(platform):
    """@forge/react passes on the names that it got, which are in place where they come from."""
    assert [found for text in sources() for found in UNNAMED.findall(text)] == ["cmd,"]


EXPORTS = """
for (const [name, folder] of Object.entries(JSON.parse(process.argv[1]))) {
  console.log(JSON.stringify([name, Object.keys(require(`${folder}/${name}`))]));
}
"""
UNCALLED = re.compile(r"__|is.*Error$|.*Error$|FUNCTION_ERR$|default$")
"""Exports that call nothing: errors, what tells them apart, and internal ones; `default` is one of the others."""


def test_the_table_of_functions_has_every_export_of_the_packages(platform, functions):
    """A newer package with another export fails this: say in functions.json what the preview does with it."""
    table = json.loads((GOLDEN / "home-dashboard/bgscript/host/functions.json").read_text())
    folders = {name: str(functions if name in OTHERS else PLATFORM / "node_modules") for name in table}
    listed = run(BIN / "node", "--eval", EXPORTS, json.dumps(folders), cwd=PLATFORM).out
    exports = {name: set(found) for name, found in map(json.loads, listed.splitlines())}
    assert exports.keys() == table.keys()
    for name, found in exports.items():
        named = {each for each in found if not UNCALLED.match(each)} | (found & table[name].keys())
        assert table[name].keys() == named, name


def test_the_log_of_the_preview_knows_the_events_of_the_contract():
    project = GOLDEN / "home-dashboard"
    contract = set(re.findall(r"'(app\.[\w-]+)':", (project / "src/contract.ts").read_text()))
    sent = set(re.findall(r"`(app\.[\w-]+)\$\{suffix}`", (project / "bgscript/runtime/protocol.ts").read_text()))
    (known,) = re.findall(r"\^app\\\.\(([\w|-]+)\)", (project / "bgscript/preview/log.js").read_text())
    assert len(contract) == 2
    assert sent == contract == {f"app.{name}" for name in known.split("|")}


STORAGE = """
import { beforeEach, describe, expect, test } from 'vitest';
import { forge } from '#bgscript/testFunctions';
import { kvs, WhereConditions } from '@forge/kvs';

beforeEach(() => forge.reset());

const codeOf = (promise: Promise<unknown>) => promise.then(() => 'done', (error: { code: string }) => error.code);

test('a value is kept as JSON, and can be deleted', async () => {
  const value = { list: [1, 2], none: undefined };
  await kvs.set('a', value);
  value.list.push(3);
  expect(await kvs.get('a')).toStrictEqual({ list: [1, 2] });
  await kvs.set('a', false);
  expect(await kvs.get('a')).toBe(false);
  await kvs.delete('a');
  expect(await kvs.get('a')).toBeUndefined();
  await kvs.delete('a');
});

test('what a test stores first is what the code reads', async () => {
  forge.stored.set('seed', 7);
  expect(await kvs.get('seed')).toBe(7);
  forge.reset();
  expect(await kvs.get('seed')).toBeUndefined();
});

test('secrets are apart from values', async () => {
  await kvs.setSecret('key', 'hidden');
  expect(await kvs.get('key')).toBeUndefined();
  expect((await kvs.query().getMany()).results).toEqual([]);
  expect(await kvs.getSecret('key')).toBe('hidden');
  expect([...forge.secrets]).toEqual([['key', 'hidden']]);
  await kvs.deleteSecret('key');
  expect(await kvs.getSecret('key')).toBeUndefined();
});

describe('a query', () => {
  beforeEach(async () => {
    for (const number of [12, 3, 7, 1, 9, 11, 2, 8, 4, 10, 6, 5]) {
      await kvs.set(`note:${String(number).padStart(2, '0')}`, number);
    }
    await kvs.set('other', 0);
  });
  const notes = () => kvs.query().where('key', WhereConditions.beginsWith('note:'));

  test('returns ten values by their keys, and the others after the cursor', async () => {
    const first = await notes().getMany();
    expect(first.results.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const second = await notes().cursor(first.nextCursor!).getMany();
    expect(second.results.map(({ key }) => key)).toEqual(['note:11', 'note:12']);
    expect(second.nextCursor).toBeUndefined();
  });

  test('has a limit, up to a hundred', async () => {
    expect((await kvs.query().limit(100).getMany()).results).toHaveLength(13);
    expect((await notes().limit(12).getMany()).nextCursor).toBeUndefined();
    expect(await notes().getOne()).toEqual({ key: 'note:01', value: 1 });
    expect(await codeOf(kvs.query().limit(101).getMany())).toBe('INVALID_LIMIT');
  });
});

describe('a transaction', () => {
  test('does everything', async () => {
    await kvs.set('old', 1);
    await kvs.transact().set('new', 2).delete('old').delete('never').execute();
    expect([...forge.stored]).toEqual([['new', 2]]);
  });

  test.each([
    ['a key is there twice', () => kvs.transact().set('a', 1).delete('a')],
    ['a value is null', () => kvs.transact().set('a', 1).set('b', null)],
    ['a key is too long', () => kvs.transact().set('a', 1).set('k'.repeat(501), 1)],
    [
      'there are too many operations',
      () => Array.from({ length: 26 }, (_, index) => `k${index}`).reduce((all, key) => all.set(key, 1), kvs.transact()),
    ],
    ['one concerns an entity', () => kvs.transact().set('a', 1).set('b', 1, { entityName: 'employee' })],
  ])('or nothing, where %s', async (_, make) => {
    expect(await codeOf(make().execute())).not.toBe('done');
    expect([...forge.stored]).toEqual([]);
  });
});

test.each([
  ['null', () => kvs.set('a', null), 'INVALID_VALUE'],
  ['nothing', () => kvs.set('a', undefined), 'INVALID_VALUE'],
  ['a key of 501 bytes', () => kvs.set('ü'.repeat(250) + 'u', 1), 'INVALID_KEY'],
  ['no key', () => kvs.set('', 1), 'INVALID_KEY'],
  ['an entity', () => kvs.entity('employee').get('a'), 'NOT_SIMULATED'],
  ['metadata', () => kvs.get('a', { metadataFields: ['CREATED_AT'] } as never), 'NOT_SIMULATED'],
  ['a policy', () => kvs.set('a', 1, { keyPolicy: 'FAIL_IF_EXISTS' } as never), 'NOT_SIMULATED'],
])('%s is refused', async (_, call, code) => {
  expect(await codeOf(call())).toBe(code);
  expect(forge.stored.size).toBe(0);
});

test('a batch does what it can', async () => {
  await kvs.batchSet([{ key: 'a', value: 1 }, { key: 'b', value: 2 }]);
  const none = { key: 'c', entityName: 'employee', value: 3 };
  const set = await kvs.batchSet([{ key: 'c', value: 3 }, { key: 'd', value: null }, none]);
  expect(set.successfulKeys).toEqual([{ key: 'c' }]);
  expect(set.failedKeys.map(({ key, error }) => [key, error.code])).toEqual([
    ['d', 'INVALID_VALUE'],
    ['c', 'NOT_SIMULATED'],
  ]);
  const { successfulKeys, failedKeys } = await kvs.batchGet([{ key: 'a' }, { key: 'x' }, { key: 'c' }]);
  expect(successfulKeys).toEqual([{ key: 'a', value: 1 }, { key: 'c', value: 3 }]);
  expect(failedKeys).toMatchObject([{ key: 'x', error: { code: 'KEY_NOT_FOUND' } }]);
  expect((await kvs.batchDelete([{ key: 'a' }, { key: 'x' }])).successfulKeys).toEqual([{ key: 'a' }, { key: 'x' }]);
  expect([...forge.stored.keys()]).toEqual(['b', 'c']);
  expect(await codeOf(kvs.batchGet([]))).toBe('INVALID_BATCH');
  const many = Array.from({ length: 26 }, (_, index) => ({ key: `k${index}` }));
  expect(await codeOf(kvs.batchGet(many))).toBe('INVALID_BATCH');
  expect(await codeOf(kvs.batchDelete([{ key: 'b' }, { key: 'b' }]))).toBe('DUPLICATE_KEY');
});

test('a time to live is accepted', async () => {
  await kvs.set('a', 1, { ttl: { unit: 'DAYS', value: 1 } });
  expect(await kvs.get('a')).toBe(1);
});
"""


BRIDGE = """// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { host, products, start } from '#bgscript/testView';
import { events, Jira, realtime, requestConfluence, requestJira } from '@forge/bridge';

test('products have the sample answers of the preview, and those that a test adds', async () => {
  const found = await requestJira('/rest/api/3/search/jql?jql=x');
  expect(await found.json()).toMatchObject({ issues: [{ key: 'DEMO-1' }] });
  products.answers['PUT /wiki/api/v2/pages/1'] = ({ body }: { body: unknown }) =>
    new Response(`${JSON.stringify(body)}!`, { status: 201 });
  const made = await requestConfluence('/wiki/api/v2/pages/1', { method: 'PUT', body: '{"id":1}' });
  expect([made.status, await made.text()]).toEqual([201, '{"id":1}!']);
  expect(products.requests).toMatchObject([{ product: 'jira', as: 'user' }, { product: 'confluence', method: 'PUT' }]);
  await expect(requestJira('/rest/api/3/myself')).rejects.toThrow("No answer for 'GET /rest/api/3/myself'");
  products.clear();
  const unknown = requestConfluence('/wiki/api/v2/pages/1', { method: 'PUT', body: 'no JSON' });
  await expect(unknown).rejects.toThrow('No answer');
});

test('events of the app and public ones are two buses', async () => {
  host.reset(true);
  const heard: string[] = [];
  await events.on('news', (text) => heard.push(`own ${String(text)}`));
  await events.onPublic('news', (text) => heard.push(`public ${String(text)}`));
  await events.emit('news', 'a');
  await events.emitPublic('news', 'b');
  expect(heard).toEqual(['own a', 'public b']);
});

test.each([true, false])('a channel of Realtime has a scope (synchronous: %s)', async (synchronous) => {
  host.reset(synchronous);
  const heard: string[] = [];
  const hear = (scope: string) => (payload: unknown) => heard.push(`${scope} ${JSON.stringify(payload)}`);
  await events.on('news', hear('event'));
  const own = await realtime.subscribe('news', hear('module'));
  await realtime.subscribe('news', hear('issue'), { contextOverrides: [Jira.Issue] });
  await realtime.subscribeGlobal('news', hear('global'));
  await realtime.publish('news', { n: 1 });
  await realtime.publish('news', '2', { contextOverrides: [Jira.Issue] });
  const sent = await realtime.publishGlobal('news', '3');
  expect(sent).toEqual({ eventId: expect.any(String), eventTimestamp: expect.stringMatching(/^[0-9]{13}$/) });
  own.unsubscribe();
  await realtime.publish('news', '4');
  await realtime.publish('other', '5');
  expect(heard).toEqual(['module {"n":1}', 'issue "2"', 'global "3"']);
});

const listening = () => [...host.listeners].filter(([event, { size }]) => event.startsWith('app.') && size);

test('a view that a test starts listens', async () => {
  host.reset(true);
  await start('view');
  await vi.waitFor(() => expect(listening()).not.toEqual([]), 20_000);
});

test('and it ends with that test', async () => {
  await vi.waitFor(() => expect(listening()).toEqual([]), 20_000);
});
"""
"""What a view asks of the bridge in tests, with the real @forge/bridge."""


REALTIME = """// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { forge } from '#bgscript/testFunctions';
import { host } from '#bgscript/testView';
import { realtime } from '@forge/bridge';
import { getAppContext } from '@forge/api';
import { Queue } from '@forge/events';
import { publish, publishGlobal, signRealtimeToken } from '@forge/realtime';

beforeEach(() => {
  forge.reset();
  host.reset(true);
});

const tokenOf = async (claims: object, permissions?: ['publish' | 'subscribe'], channel = 'news'): Promise<string> => {
  const { token, expiresAt } = await signRealtimeToken(channel, claims, permissions);
  expect(expiresAt).toBeGreaterThan(Date.now() / 1000);
  return token as string;
};

test('what a function publishes reaches who listens to that channel in that scope, with the same claims', async () => {
  const heard: string[] = [];
  const hear = (scope: string) => (payload: unknown) => heard.push(`${scope} ${JSON.stringify(payload)}`);
  const reader = await tokenOf({ team: 'a', of: [1] }, ['subscribe']);
  await realtime.subscribe('news', hear('own'));
  await realtime.subscribeGlobal('news', hear('global'));
  await realtime.subscribe('news', hear('a'), { token: reader });
  await realtime.subscribe('news', hear('b'), { token: await tokenOf({ team: 'b' }) });
  const token = await tokenOf({ of: [1], team: 'a' }, ['publish']);
  expect(await publish('news', { n: 1 })).toEqual({ eventId: expect.any(String), eventTimestamp: expect.any(String) });
  await publishGlobal('news', '2');
  await publish('news', '3', { token });
  await realtime.publish('news', '4', { token });
  await publish('other', '5');
  expect(heard).toEqual(['own {"n":1}', 'global "2"', 'a "3"', 'a "4"']);
  expect(forge.published.map(({ name, isGlobal, payload }) => [name, isGlobal, payload])).toEqual([
    ['news', false, { n: 1 }],
    ['news', true, '2'],
    ['news', false, '3'],
    ['other', false, '5'],
  ]);
});

test('a token that is not for this is refused', async () => {
  const reader = await tokenOf({}, ['subscribe']);
  const hear = () => undefined;
  const failed = (code: string) => `Realtime token validation failed: ${code}`;
  const message = failed('MISSING_PERMISSION');
  const none = { eventId: null, eventTimestamp: null, errors: [{ message }] };
  expect(await realtime.publish('news', 'x', { token: reader })).toEqual(none);
  expect(await publish('news', 'x', { token: reader })).toEqual(none);
  const subscribe = (token: string) => realtime.subscribe('news', hear, { token });
  await expect(subscribe('a.b.c')).rejects.toThrow(failed('INVALID_TOKEN'));
  await expect(subscribe(await tokenOf({}, undefined, 'other'))).rejects.toThrow(failed('CHANNEL_NAME_MISMATCH'));
  await expect(subscribe(await tokenOf({}, ['publish']))).rejects.toThrow(message);
  const forged = reader.replace(/[.][^.]*[.]/, `.${btoa(JSON.stringify({ exp: 9e9, channel: { name: 'news' } }))}.`);
  await expect(subscribe(forged)).rejects.toThrow(failed('INVALID_TOKEN'));
});

test('a function that no front end has called publishes to global channels alone', async () => {
  forge.hasFrontEnd = false;
  expect((await publish('news', 'x')).errors).toEqual([{ message: 'Error publishing event to channel.' }]);
  expect((await publishGlobal('news', 'x')).errors).toBeUndefined();
  expect(forge.published).toHaveLength(1);
});

test('a test reads what a function pushes, and runs the consumer itself', async () => {
  const queue = new Queue({ key: 'work' });
  const { jobId } = await queue.push([{ body: { n: 1 } }, { body: { n: 2 }, delayInSeconds: 5 }]);
  expect(forge.pushed).toMatchObject([{ queueName: 'work', jobId, body: { n: 1 } }, { delayInSeconds: 5 }]);
  expect(await queue.getStats(jobId)).toEqual({ success: 0, inProgress: 2, failed: 0 });
  await queue.cancel(jobId);
  expect(await queue.getStats(jobId)).toEqual({ success: 0, inProgress: 0, failed: 0 });
  await expect(queue.getStats('none')).rejects.toThrow();
  forge.reset();
  expect(forge.pushed).toEqual([]);
});

test('a function knows its app', () => {
  const { environmentType, invocationRemainingTimeInMillis } = getAppContext();
  expect(environmentType).toBe('DEVELOPMENT');
  expect(invocationRemainingTimeInMillis()).toBeGreaterThan(0);
});
"""


ASK = """
import { requestJira } from '@forge/bridge';
import ForgeReconciler, { Text } from '@forge/react';

const response = await requestJira('/rest/api/3/search/jql?jql=x');
const { issues } = (await response.json()) as { issues: { key: string }[] };
ForgeReconciler.render(<Text>{issues.map(({ key }) => key).join()}</Text>);
"""
UI_KIT = """
import { expect, test, vi } from 'vitest';
import { start } from '#bgscript/testView';

test('a front end in a realm of its own has the sample answers', async () => {
  const page = await start('ask');
  await vi.waitFor(() => expect(page.text()).toBe('DEMO-1'), 20_000);
});
"""


def test_the_backend_in_memory_answers_the_real_packages(own, functions):
    folder = own("home-dashboard")
    add_packages(folder, functions)
    (folder / "tests/realtime.test.ts").write_text(REALTIME)
    (folder / "tests/storage.test.ts").write_text(STORAGE)
    (folder / "tests/bridge.test.ts").write_text(BRIDGE)
    assert check({"home-dashboard": folder}, ["test"])["home-dashboard"]["test"] == []


@pytest.mark.exhaustive
def test_the_backend_in_memory_answers_ui_kit(own):
    folder = own("home-dashboard-ui-kit")
    (folder / "src/ask").mkdir()
    (folder / "src/ask/index.tsx").write_text(ASK)
    (folder / "tests/ask.test.ts").write_text(UI_KIT)
    assert check({"ui-kit": folder}, ["test"])["ui-kit"]["test"] == []
