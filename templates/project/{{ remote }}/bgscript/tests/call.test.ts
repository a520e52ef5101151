/** A whole call: `invoke` in the browser, Forge as its documentation describes it, the server, a resolver. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { calls } from './host';
import { createApp } from '../server/app';
import { readConfig } from '../server/config';
import { createHttpServer, drain } from '../server/http';
import { createMetrics } from '../server/metrics';
import { createPlatform } from '../server/platform';
import { invoke } from '../platform/resolver';
import { resolvers } from '../../src/resolvers';
import { CallError } from '../runtime/callError';
import { APP_ID, startAtlassian, type Atlassian, type Claims } from './server/atlassian';
import { listen } from './server/client';

const log = vi.fn();
let atlassian: Atlassian;
let claims: Claims = {};
let server: ReturnType<typeof createHttpServer>;

beforeAll(async () => {
  atlassian = await startAtlassian();
  const config = readConfig({ FORGE_APP_ID: APP_ID, FORGE_KEYS_URL: atlassian.keysUrl });
  const platform = createPlatform({ config, log });
  server = createHttpServer(createApp({ platform, log, metrics: createMetrics(), state: { stopping: false } }));
  const baseUrl = `http://127.0.0.1:${await listen(server)}`;
  calls.invoke = (request: RemoteRequest) => passOn(baseUrl, request);
});
afterAll(async () => {
  await drain(server);
  atlassian.close();
});
afterEach(() => {
  claims = {};
  vi.restoreAllMocks();
});

interface RemoteRequest {
  path: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
}

/** What Forge does with a call: https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/invokeRemote/ */
async function passOn(baseUrl: string, { path, method, headers, body }: RemoteRequest) {
  const authorization = `Bearer ${await atlassian.sign(claims)}`;
  const response = await fetch(baseUrl + path, {
    method,
    headers: { ...headers, authorization },
    body: JSON.stringify(body),
  });
  if (response.status === 401) throw new Error('Remote could not verify the Forge Invocation Token');
  const answer = { status: response.status, headers: {}, body: (await response.json()) as unknown };
  return response.ok ? { success: true, payload: answer } : { success: false, error: answer };
}

test('a resolver gets the payload and the caller of the token, and `invoke` returns its result', async () => {
  const getData = vi.spyOn(resolvers, 'getData').mockResolvedValue({ a: 'result' } as never);
  expect(await invoke('getData', ...([{ id: 'todo' }] as unknown as []))).toEqual({ a: 'result' });
  expect(getData.mock.lastCall).toMatchObject([{ id: 'todo' }, { accountType: 'licensed', license: { active: true } }]);
});

test.each([
  ['bad-request', 'bad-request', 'Bad request'],
  ['forbidden', 'forbidden', 'Forbidden'],
  ['not-found', 'not-found', 'Not found'],
  ['unavailable', 'unavailable', 'Unavailable'],
  ['failed', 'failed', 'Internal error'],
  // Forge uses 401 for tokens, so a resolver that does not know the caller answers 403.
  ['unauthorised', 'forbidden', 'Forbidden'],
] as const)('a resolver that refuses a call as %s is an error of the kind %s', async (thrown, kind, name) => {
  vi.spyOn(resolvers, 'getData').mockRejectedValue(new CallError(thrown, 'for the log alone'));
  const error = await invoke('getData').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'CallError', kind, message: expect.stringContaining(name) as string });
});

test('a name that is not in the contract is not found, nor is a name that objects inherit', async () => {
  for (const name of ['dropTables', 'constructor']) {
    await expect(invoke(name as 'getData')).rejects.toMatchObject({ name: 'CallError', kind: 'not-found' });
  }
});

test('a token that the server does not accept is an error of the kind unauthorised', async () => {
  claims = { aud: 'ari:cloud:ecosystem::app/another' };
  await expect(invoke('getData')).rejects.toMatchObject({ name: 'CallError', kind: 'unauthorised' });
});
