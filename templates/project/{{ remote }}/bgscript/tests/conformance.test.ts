/** The server's answers to calls from Forge, and to calls from others. */
import { UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createApp } from '../server/app';
import { readConfig } from '../server/config';
import { createHttpServer, drain } from '../server/http';
import { createMetrics } from '../server/metrics';
import { createKeySet } from '../server/keySet';
import { createPlatform, openPlatform } from '../server/platform';
import { bearer, createVerifier } from '../server/token';
import { asApp, asUser } from '../platform/product';
import { resolvers } from '../../src/resolvers';
import {
  APP_ID,
  inSeconds,
  INSTALLATION,
  invocation,
  startAtlassian,
  type Atlassian,
  type Claims,
} from './server/atlassian';
import { expectSafe, listen, send, sendRaw, type Request } from './server/client';

const ANOTHER_APP = APP_ID.replace('8db33809', '11111111');
const log: string[] = [];
const tokens = new Set<string>();
let atlassian: Atlassian;
let port: number;
let close: () => Promise<void>;

async function start(keysUrl: string, environments?: string) {
  const config = readConfig({ FORGE_APP_ID: APP_ID, FORGE_KEYS_URL: keysUrl, FORGE_ENVIRONMENTS: environments });
  const write = (...entry: unknown[]) => log.push(JSON.stringify(entry));
  const platform = createPlatform({ config, log: write });
  const server = createHttpServer(
    createApp({ platform, log: write, metrics: createMetrics(), state: { stopping: false } }),
  );
  return { port: await listen(server), close: () => drain(server) };
}

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] }); // a token is as old as its case says, on a busy machine, too
  atlassian = await startAtlassian();
  ({ port, close } = await start(atlassian.keysUrl));
});
afterAll(async () => {
  await close();
  atlassian.close();
  vi.useRealTimers();
});
// The owner's resolver may call a product, so the tests use another one.
beforeEach(() => {
  vi.spyOn(resolvers, 'getData').mockResolvedValue({} as never);
});
afterEach(() => vi.restoreAllMocks());

async function call(claims: Claims = {}, sign = atlassian.sign): Promise<Request> {
  return withToken(await sign(claims));
}

function withToken(token: string): Request {
  tokens.add(token);
  return { method: 'POST', path: '/api/getData', headers: { authorization: `Bearer ${token}` }, body: 'null' };
}

/** The claim `app`, with some of it changed. */
const app = (changes: Claims): Claims => ({ app: { ...(invocation().app as Claims), ...changes } });

type Case = [name: string, status: number, request: () => Request | Promise<Request>];

const CASES: Case[] = [
  ['a call', 200, () => call()],
  ['a call with a payload', 200, async () => ({ ...(await call()), body: '{"any":"thing"}' })],
  ['health needs no token', 200, () => ({ path: '/healthz' })],
  ['readiness needs no token', 200, () => ({ path: '/readyz' })],
  [
    'a token that was made in the last second of a server that is behind',
    200,
    () => call({ iat: inSeconds(4), nbf: inSeconds(4) }),
  ],
  ['a token that has just expired', 200, () => call({ exp: inSeconds(-3) })],
  ['no token', 401, () => ({ method: 'POST', path: '/api/getData' })],
  ['an empty token', 401, () => withToken('')],
  ['no JWT', 401, () => withToken('nonsense')],
  [
    'a token under another scheme',
    401,
    async () => ({ ...(await call()), headers: { authorization: `JWT ${await atlassian.sign()}` } }),
  ],
  ['a token for another app', 401, () => call({ aud: ANOTHER_APP })],
  ['a token of another app for this one', 401, () => call(app({ id: ANOTHER_APP }))],
  ['a token that names no app', 401, () => call({ app: undefined })],
  ['a token that names no installation', 401, () => call(app({ installationId: undefined, installation: undefined }))],
  ['a token of another issuer', 401, () => call({ iss: 'somebody' })],
  ['an expired token', 401, () => call({ exp: inSeconds(-10) })],
  ['a token that never expires', 401, () => call({ exp: undefined })],
  ['a token that is not yet valid', 401, () => call({ nbf: inSeconds(60) })],
  ['a token that somebody else signed', 401, () => call({}, atlassian.forge)],
  ['a token of a key that nobody knows', 401, () => call({}, () => atlassian.sign({}, 'key-2'))],
  ['a token signed by another algorithm', 401, () => call({}, atlassian.signOtherwise)],
  ['an unsigned token', 401, () => withToken(new UnsecuredJWT(invocation()).encode())],
  ['an unknown resolver', 404, async () => ({ ...(await call()), path: '/api/dropTables' })],
  ['a resolver that every object inherits', 404, async () => ({ ...(await call()), path: '/api/constructor' })],
  ['an unknown resolver, without a token', 401, () => ({ method: 'POST', path: '/api/dropTables' })],
  ['GET of a resolver', 404, async () => ({ ...(await call()), method: 'GET' })],
  ['the address of releases before 0.3.0', 404, async () => ({ ...(await call()), path: '/resolve' })],
  ['malformed JSON', 400, async () => ({ ...(await call()), body: '{"secret-of-mine":' })],
  ['a body over the limit', 400, async () => ({ ...(await call()), body: JSON.stringify('x'.repeat(600_000)) })],
  ['bad percent-encoding', 400, () => ({ path: '/api/%zz' })],
];

test.each(CASES)('%s: %i', async (_, status, request) => {
  const answer = await send(port, await request());
  expect(answer.status).toBe(status);
  expectSafe(answer);
});

test.each(['hello\r\n\r\n', 'POST /api/getData\x1b[31m HTTP/1.1\r\n\r\n'])('invalid HTTP: %j', async (bytes) => {
  const answer = await sendRaw(port, bytes);
  expect(answer.status).toBe(400);
  expectSafe(answer);
});

test('the caller comes from the token, whatever the body contains', async () => {
  const getData = vi.spyOn(resolvers, 'getData').mockResolvedValue(null as never);
  const callerFor = async (claims: Claims) => {
    const body = {
      context: { accountId: 'the-boss' },
      accountId: 'the-boss',
      license: { active: true },
      installation: 'other',
    };
    await send(port, { ...(await call(claims)), body: JSON.stringify(body) });
    return getData.mock.lastCall?.[1];
  };
  const accountId = '655362:312d3308-8954-42b0-aa38-771a10c88656';
  const base = { installation: INSTALLATION };
  expect(await callerFor({})).toEqual({ ...base, accountId, accountType: 'licensed', license: { active: true } });
  expect(await callerFor({ ...app({ license: { active: false } }), context: {} })).toEqual({
    ...base,
    accountId,
    license: { active: false },
  });
  expect(await callerFor({ ...app({ license: undefined }), context: { accountType: 'king' } })).toEqual({
    ...base,
    accountId,
  });
  expect(await callerFor({ ...app({ license: { isActive: true } }), context: undefined })).toEqual({
    ...base,
    accountId,
    license: { active: true },
  });
});

test('a caller is known by the principal alone, and a site by either name of its installation', async () => {
  const verify = createVerifier(
    { appId: APP_ID, environments: ['PRODUCTION'] },
    createKeySet(atlassian.keysUrl, vi.fn()),
  );
  const callerFor = async (claims: Claims) =>
    (await verify(await atlassian.sign({ context: undefined, ...claims }))).caller;
  const base = { installation: INSTALLATION, license: { active: true } };
  expect(await callerFor({ principal: 'unidentified' })).toEqual({ ...base, accountType: 'anonymous' });
  for (const principal of ['', undefined, 5, null]) expect(await callerFor({ principal })).toEqual(base);
  const unlicensed = app({ license: {} });
  expect(await callerFor({ ...unlicensed, principal: '' })).toEqual({ ...base, license: { active: false } });
  for (const changes of [{ installationId: undefined }, { installation: undefined }])
    expect(await callerFor({ ...app(changes), principal: '' })).toEqual(base);
  const withoutInstallation = await verify(await atlassian.sign(app({ installation: undefined })));
  expect(withoutInstallation.contexts).toEqual([]);
});

test.each([
  ['', 401, 'Invalid Compact JWS'],
  [{ app: null }, 401, 'app.id is the id of another app'],
  [app({ id: ANOTHER_APP }), 401, 'app.id is the id of another app'],
  [app({ installationId: '', installation: {} }), 401, 'the token names no installation'],
  [app({ installationId: '', installation: undefined }), 401, 'the token names no installation'],
  [{ aud: ANOTHER_APP }, 401, 'unexpected "aud" claim value'],
  [app({ environment: { type: 'STAGING' } }), 403, 'called from the environment STAGING'],
  [app({ environment: undefined }), 403, 'called from the environment unknown'],
])('the reason of a refusal is known: %j, %i, %s', async (claims, status, cause) => {
  const verify = createVerifier(
    { appId: APP_ID, environments: ['PRODUCTION'] },
    createKeySet(atlassian.keysUrl, vi.fn()),
  );
  const token = typeof claims === 'string' ? claims : await atlassian.sign(claims);
  await expect(verify(token)).rejects.toMatchObject({ status, cause });
});

test('only the scheme Bearer has a token', () => {
  expect(bearer('Bearer a.b.c')).toBe('a.b.c');
  for (const header of [undefined, '', 'Bearer', 'Bearer a b', 'x Bearer a', 'bearer a', 'JWT a'])
    expect(bearer(header)).toBe('');
});

test.each(['unidentified', '', undefined, 5, '5b10ac8d82e05b22cc7d4ef5'])(
  'an anonymous visitor has no account: principal %j',
  async (principal) => {
    const getData = vi.spyOn(resolvers, 'getData').mockResolvedValue(null as never);
    await send(port, await call({ principal, context: { accountType: 'anonymous' } }));
    expect(getData.mock.lastCall?.[1]).not.toHaveProperty('accountId');
    expect(getData.mock.lastCall?.[1]).toMatchObject({ accountType: 'anonymous' });
  },
);

test('a call from an environment that this server does not serve is forbidden, not unauthorised', async () => {
  const production = await start(atlassian.keysUrl, 'PRODUCTION');
  const statusFor = async (type?: string) =>
    (await send(production.port, await call(app({ environment: { type } })))).status;
  expect([await statusFor('PRODUCTION'), await statusFor('DEVELOPMENT'), await statusFor()]).toEqual([200, 403, 403]);
  await production.close();
});

test('while the keys are not available, no token is called wrong', async () => {
  const other = await startAtlassian();
  other.service.failing = true;
  const fresh = await start(other.keysUrl);
  const answer = await send(fresh.port, withToken(await other.sign()));
  expect(answer).toMatchObject({ status: 503, body: '{"error":"Unavailable"}' });
  expect(log).toContain(
    JSON.stringify(['error', 'keys not refreshed', { reason: `Error: ${new URL(other.keysUrl).origin} answered 500` }]),
  );
  await fresh.close();
  other.close();
});

test('a resolver calls each product at its own address, with the tokens of its call only', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(Response.json({})));
  const getData = vi.spyOn(resolvers, 'getData');
  const addresses = () => fetched.mock.calls.map(([url]) => (url as URL).href);
  const of = (claims: Claims, token: string) =>
    call(claims).then((request) => ({ ...request, headers: { ...request.headers, [token]: 'a-secret-token' } }));
  const site = (name: string) => `https://api.atlassian.com/ex/${name}/d0d52620-3203-4cfa-8db5-f2587155f0dd`;

  getData.mockImplementation(async () => {
    await asUser().requestConfluence({ value: '/wiki/x' });
    return (await asUser().requestJira({ value: '/rest/x' })).json() as never;
  });
  expect((await send(port, await of({}, 'x-forge-oauth-user'))).status).toBe(200);
  expect(addresses()).toEqual([`${site('confluence')}/wiki/x`, `${site('jira')}/rest/x`]);
  expect(new Headers(fetched.mock.lastCall?.[1]?.headers).get('authorization')).toBe('Bearer a-secret-token');

  const alone = { id: INSTALLATION, contexts: [{ name: 'confluence', apiBaseUrl: site('confluence') }] };
  expect((await send(port, await of(app({ installation: alone }), 'x-forge-oauth-user'))).status).toBe(500);
  await expect.poll(() => log.join()).toContain('The app is not installed in Jira (installed in: confluence).');

  getData.mockImplementation(async () => (await asApp().requestJira({ value: '/rest/x' })).json() as never);
  expect((await send(port, await of({}, 'x-forge-oauth-user'))).status).toBe(500);
  await expect.poll(() => log.join()).toContain('enable appSystemToken');

  const elsewhere = app({ apiBaseUrl: 'https://atlassian.com.evil.example.com/', installation: { id: INSTALLATION } });
  expect((await send(port, await of(elsewhere, 'x-forge-oauth-system'))).status).toBe(500);
  expect(fetched).toHaveBeenCalledTimes(3);
});

test('what the server says of itself when it starts', async () => {
  const config = readConfig({ FORGE_APP_ID: APP_ID, FORGE_ENVIRONMENTS: 'STAGING,PRODUCTION' });
  const platform = await openPlatform({ config, log: vi.fn(), buildFolder: '' });
  expect(platform.details).toEqual({ appId: APP_ID, environments: 'STAGING,PRODUCTION' });
  await platform.close().then(() => platform.ready());
});

test('the log has every request, each refusal with its reason, and no token', () => {
  const text = log.join('\n');
  for (const reason of [
    'unexpected \\"aud\\" claim value',
    '\\"exp\\" claim',
    'signature verification failed',
    'app.id is the id of another app',
    'from the environment DEVELOPMENT',
  ]) {
    expect(text).toContain(reason);
  }
  for (const token of tokens) if (token.length > 20) expect(text).not.toContain(token);
  expect(text).not.toMatch(/eyJ|secret-of-mine|a-secret-token/);
});
