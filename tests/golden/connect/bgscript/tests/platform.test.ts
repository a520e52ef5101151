import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { host } from './host';
import { about, getContext, isPreview, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { invoke } from '../platform/resolver';
import { followTheme } from '../platform/theme';
import { CallError } from '../runtime/callError';
import { CALL_LIMIT_MS, HOST_LIMIT_MS } from '../runtime/limit';

const AP = (globalThis as { AP?: object }).AP;

beforeEach(() => {
  host.reset(true);
});
afterEach(() => {
  Object.assign(globalThis, { AP });
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('messages are sent as JSON text, so that nothing in them is lost', async () => {
  const wire: unknown[] = [];
  host.listeners.set('app.request-data', new Set([(message) => wire.push(message)]));
  await channel.emit('app.request-data', { reload: true });
  expect(wire).toEqual(['{"reload":true}']);
});

test('a listener that throws, or a message that is not JSON, does not stop the listeners after it', async () => {
  const errors = vi.spyOn(console, 'error').mockReturnValue();
  const heard = vi.fn();
  await channel.on('app.request-data', () => {
    throw new Error('mine alone');
  });
  const end = await channel.on('app.request-data', heard);
  await channel.emit('app.request-data', {});
  for (const listener of host.listeners.get('app.request-data') ?? []) listener('no JSON');
  end();
  await channel.emit('app.request-data', {});
  expect(heard).toHaveBeenCalledOnce();
  const named = errors.mock.calls.map(([text]): unknown => text);
  expect(named).toEqual(Array(4).fill('A message of app.request-data could not be used:'));
});

test.each([
  ['without all.js', undefined],
  ['outside Jira', {}],
])('%s, listening and sending fail with a clear message', async (_, ap) => {
  Object.assign(globalThis, { AP: ap });
  await expect(channel.emit('app.request-data', {})).rejects.toThrow('inside Jira');
  await expect(channel.on('app.request-data', vi.fn())).rejects.toThrow('inside Jira');
  await expect(invoke('getData')).rejects.toThrow('inside Jira');
});

const CONTEXT = { getToken: (give: (token: string) => void) => give('a-token') };

test('a resolver is called with a context token', async () => {
  Object.assign(globalThis, { AP: { context: CONTEXT } });
  const fetched = vi.fn<typeof fetch>(() => Promise.resolve(Response.json({ items: [] })));
  vi.stubGlobal('fetch', fetched);
  expect(await invoke('getData')).toEqual({ items: [] });
  await invoke('getData', ...([{ id: 7 }] as unknown as []));
  const headers = { authorization: 'JWT a-token', 'content-type': 'application/json' };
  expect(fetched.mock.calls).toEqual(
    ['null', '{"id":7}'].map((body) => ['/api/getData', { method: 'POST', headers, body }]),
  );
});

test('an answer without success is an error of its kind, and so is a server that cannot be reached', async () => {
  Object.assign(globalThis, { AP: { context: CONTEXT } });
  const cause = new TypeError('fetch failed');
  const fetched = vi.fn<typeof fetch>().mockResolvedValueOnce(new Response(null, { status: 401 }));
  vi.stubGlobal('fetch', fetched.mockRejectedValueOnce(cause));
  await expect(invoke('getData')).rejects.toEqual(new CallError('unauthorised', 'The server answered 401.'));
  const error = await invoke('getData').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind: 'unavailable', message: 'The server could not be reached.', cause });
});

const never = () => new Promise<never>(() => undefined);

test.each([
  ['A token of Jira', { getToken: vi.fn() }, never],
  ['The answer of the server', CONTEXT, never],
  ['The answer of the server', CONTEXT, () => Promise.resolve({ ok: true, json: never })],
])('%s that never comes is not waited for', async (what, context, fetched) => {
  vi.useFakeTimers();
  Object.assign(globalThis, { AP: { context } });
  vi.stubGlobal('fetch', fetched);
  const outcome = invoke('getData').catch((reason: unknown) => reason);
  await vi.advanceTimersByTimeAsync(CALL_LIMIT_MS);
  vi.useRealTimers();
  expect(await outcome).toMatchObject({ kind: 'unavailable', message: `${what} took longer than 30 s` });
});

const ISSUE = { issue: { id: '10001', key: 'TEAM-7' }, project: { id: '10000', key: 'TEAM' } };

test('the page is the issue that Jira names, and none on a dashboard or outside Jira', async () => {
  const answers: object[] = [{ jira: ISSUE }, {}];
  const answer = (give: (context: object) => void) => give(answers.shift()!);
  Object.assign(globalThis, { AP: { context: { getContext: answer } } });
  const page = pageOf(await getContext())!;
  expect([page, about(page)]).toEqual([ISSUE, 'TEAM-7']);
  expect(pageOf(await getContext())).toBeUndefined();
  for (const ap of [{ context: {} }, {}, undefined]) {
    Object.assign(globalThis, { AP: ap });
    expect(await getContext()).toEqual({});
  }
  expect([about({}), isPreview({})]).toEqual([undefined, false]);
});

test('a context that never comes is not waited for', async () => {
  vi.useFakeTimers();
  Object.assign(globalThis, { AP: { context: { getContext: never } } });
  const asked = getContext();
  await vi.advanceTimersByTimeAsync(HOST_LIMIT_MS);
  vi.useRealTimers();
  expect(await asked).toEqual({});
});

test('the page follows Jira’s theme where there is one', async () => {
  const initializeTheming = vi.fn();
  for (const ap of [undefined, {}, { theming: { initializeTheming } }]) {
    Object.assign(globalThis, { AP: ap });
    await followTheme();
  }
  expect(initializeTheming).toHaveBeenCalledOnce();
});
