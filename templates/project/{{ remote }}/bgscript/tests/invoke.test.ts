import { beforeEach, expect, test, vi } from 'vitest';
import { calls } from './host';
import { invoke } from '../platform/resolver';
import { CallError } from '../runtime/callError';
import { CALL_LIMIT_MS } from '../runtime/limit';

const host = vi.fn<(data: unknown) => unknown>();
calls.invoke = host;

beforeEach(() => {
  host.mockReset();
});

/** The host's answer for what the remote answered: the bridge gives its caller `payload` or `error` of it. */
function answered(status: number, body?: unknown) {
  const headers = { 'content-type': ['application/json'] };
  const ok = status >= 200 && status < 300;
  host.mockResolvedValue({ success: ok, [ok ? 'payload' : 'error']: { status, headers, body } });
}

test('the host is asked to call the remote, not a function', async () => {
  answered(200, { a: 'result' });
  expect(await invoke('getData')).toEqual({ a: 'result' });
  expect(host).toHaveBeenCalledExactlyOnceWith({
    invokeType: 'ui-remote-fetch',
    path: '/api/getData',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: {},
  });
});

test.each([
  [400, 'bad-request'],
  [401, 'unauthorised'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [413, 'bad-request'],
  [429, 'unavailable'],
  [500, 'failed'],
  [502, 'unavailable'],
  [503, 'unavailable'],
  [300, 'failed'],
  [302, 'failed'],
])('status %i is an error of the kind %s', async (status, kind) => {
  answered(status, { error: 'why' });
  const error = await invoke('getData').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CallError);
  expect(error).toMatchObject({ kind, message: `The server answered ${status}: why.`, cause: { status } });
});

// The texts of https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/invokeRemote/
test.each([
  ['Remote could not verify the Forge Invocation Token', 'unauthorised'],
  ['Invalid response from remote - remote network error', 'unavailable'],
  ['Remote invocation timed out after 25 seconds', 'unavailable'],
  ['Invalid response from remote - cannot parse body as JSON. Status: 503.', 'unavailable'],
  [
    'Invalid response from remote - content-type header must be set to application/json and is currently: text/html. Status: 404.',
    'not-found',
  ],
  ['An unexpected error happened', 'failed'],
])('the host’s error “%s” is of the kind %s', async (text, kind) => {
  const cause = new Error(text);
  host.mockRejectedValue(cause);
  await expect(invoke('getData')).rejects.toMatchObject({ name: 'CallError', kind, message: text, cause });
});

test.each([undefined, {}, { success: false }, { success: true }])(
  'an answer without a status fails: %j',
  async (answer) => {
    host.mockResolvedValue(answer);
    const message = expect.stringMatching(/^The server answered nothing that Forge takes\.$|undefined/) as string;
    await expect(invoke('getData')).rejects.toMatchObject({ kind: 'failed', message });
  },
);

test('the error of a server that gives no reason has its status', async () => {
  answered(503);
  await expect(invoke('getData')).rejects.toMatchObject({ message: 'The server answered 503.' });
});

test('a call that the host does not answer is unavailable after 30 s', async () => {
  host.mockReturnValue(new Promise(() => undefined));
  vi.useFakeTimers();
  const message = 'The call timed out: it took longer than 30 s';
  const refused = expect(invoke('getData')).rejects.toMatchObject({ kind: 'unavailable', message });
  await vi.advanceTimersByTimeAsync(CALL_LIMIT_MS);
  vi.useRealTimers();
  await refused;
});
