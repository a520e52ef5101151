/**
 * The server's answers to requests from Atlassian, from users, and from attackers. Every answer must have the security
 * headers and set no cookie. A refusal must contain only its name.
 */
import { randomUUID } from 'node:crypto';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import type { JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import descriptor from '../../atlassian-connect.json';
import { resolvers } from '../../src/resolvers';
import { BASE_URL, startApp, type App } from './server/app';
import { hash, inSeconds, siteToken, startAtlassian, type Atlassian } from './server/atlassian';
import { expectSafe, type Request } from './server/client';

const SECRET = 'the-secret-of-the-first-site';
const OTHER_SECRET = 'the-secret-of-the-second-site';
const SITE = 'site-1';
const OTHER_SITE = 'site-2';
const PAGE = '/view/issue_view?lang=en&dashboardItemId=7';

let atlassian: Atlassian;
let app: App;
/** Texts that must never be in the log. */
const secrets = new Set([SECRET, OTHER_SECRET]);

beforeAll(async () => {
  atlassian = await startAtlassian();
  app = await startApp(atlassian.keysUrl);
  for (const [site, secret] of [
    [SITE, SECRET],
    [OTHER_SITE, OTHER_SECRET],
  ] as const) {
    expect(await app.send(await lifecycle('installed', site, { sharedSecret: secret }))).toMatchObject({ status: 204 });
  }
});
afterAll(async () => {
  await app.close();
  atlassian.close();
});

// The owner's resolver may call a product, so the tests use another one.
beforeEach(() => {
  vi.spyOn(resolvers, 'getData').mockResolvedValue({} as never);
});

// --- valid requests, and `changes` that make them invalid

async function page(address = PAGE, changes: JWTPayload = {}, secret = SECRET, alg?: string): Promise<Request> {
  const claims = { iss: SITE, sub: 'account-1', exp: inSeconds(180), qsh: hash('GET', address), ...changes };
  return withToken(address, await siteToken(secret, claims, alg));
}

function withToken(address: string, token: string): Request {
  secrets.add(token);
  return { path: `${address}${address.includes('?') ? '&' : '?'}jwt=${token}` };
}

async function api(changes: JWTPayload = {}, secret = SECRET, alg?: string): Promise<Request> {
  const claims = { iss: SITE, sub: 'account-1', exp: inSeconds(900), qsh: 'context-qsh', ...changes };
  return { method: 'POST', path: '/api/getData', headers: authorization(await siteToken(secret, claims, alg)) };
}

function lifecycleClaims(event: string, site: string): JWTPayload {
  return { iss: site, aud: [BASE_URL], exp: inSeconds(180), qsh: hash('POST', `/${event}`) };
}

interface Lifecycle {
  sharedSecret?: string;
  claims?: JWTPayload;
  body?: object;
  kid?: string;
  sign?: Atlassian['sign'];
}

async function lifecycle(event: 'installed' | 'uninstalled', site: string, changes: Lifecycle = {}): Promise<Request> {
  const { sharedSecret = SECRET, claims, body, kid, sign = atlassian.sign } = changes;
  const token = await sign({ ...lifecycleClaims(event, site), ...claims }, kid);
  const { key } = descriptor;
  const payload = {
    key,
    clientKey: site,
    sharedSecret,
    baseUrl: 'https://site.atlassian.net',
    eventType: event,
    ...body,
  };
  return { method: 'POST', path: `/${event}`, headers: authorization(token), body: JSON.stringify(payload) };
}

function authorization(token: string) {
  secrets.add(token);
  return { authorization: `JWT ${token}`, 'content-type': 'application/json' };
}

/** A token with `alg: none`, without a signature. */
function unsigned(claims: JWTPayload): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
}

/** The token with one letter of its signature changed. */
function damaged(request: Request): Request {
  return {
    ...request,
    path: request.path.replace(
      /jwt=(.*)(.)(.)$/,
      (_, head: string, letter: string, last: string) => `jwt=${head}${letter === 'A' ? 'B' : 'A'}${last}`,
    ),
  };
}

type Case = [name: string, status: number, request: () => Request | Promise<Request>];

const OPEN: Case[] = [
  ['health needs no token', 200, () => ({ path: '/healthz' })],
  ['readiness needs no token', 200, () => ({ path: '/readyz' })],
  ['the descriptor needs no token', 200, () => ({ path: '/atlassian-connect.json' })],
  ['scripts need no token', 200, () => ({ path: '/view/assets/index.js' })],
  ['an asset with a name that every object inherits', 404, () => ({ path: '/view/assets/constructor' })],
  ['a parameter that is lost in objects', 400, () => ({ path: '/healthz?__proto__=x' })],
  ['an unknown address', 404, () => ({ path: '/admin' })],
  ['an unknown asset', 404, () => ({ path: '/view/assets/no.js' })],
  ['out of the assets', 404, () => ({ path: '/view/assets/../index.html' })],
  ['out of the assets, encoded', 404, () => ({ path: '/view/assets/..%2findex.html' })],
  ['a location that the descriptor does not have', 404, () => page('/view/nowhere')],
  ['GET of the API', 404, () => ({ path: '/api/getData' })],
  ['GET of a lifecycle address', 404, () => ({ path: '/installed' })],
  ['bad percent-encoding in a path', 400, () => ({ path: '/view/%E0%A4%A' })],
  ['bad percent-encoding in a query', 400, () => ({ path: '/view/issue_view?x=%zz' })],
  [
    'OPTIONS, the preflight request of another site',
    404,
    () => ({ method: 'OPTIONS', path: '/api/getData', headers: { origin: 'https://evil.example.com' } }),
  ],
  ['a null byte in a path', 404, () => ({ path: '/view/assets/%00' })],
];

const PAGES: Case[] = [
  ['the view at issue_view', 200, () => page('/view/issue_view')],
  ['the background script at issue_view', 200, () => page('/background/issue_view')],
  ['page without a token', 401, () => ({ path: PAGE })],
  ['page with an empty token', 401, () => withToken(PAGE, '')],
  ['page with a text that is not a token', 401, () => withToken(PAGE, 'a.b.c')],
  ['page with two tokens', 401, async () => ({ path: `${(await page()).path}&jwt=x` })],
  [
    'page token in the header instead',
    401,
    async () => ({ path: PAGE, headers: authorization((await page()).path.split('jwt=')[1] ?? '') }),
  ],
  [
    'page with alg none',
    401,
    () => withToken(PAGE, unsigned({ iss: SITE, exp: inSeconds(180), qsh: hash('GET', PAGE) })),
  ],
  ['page with HS512', 401, () => page(PAGE, {}, SECRET.repeat(3), 'HS512')],
  ['page with the right secret, but HS512', 401, () => page(PAGE, {}, SECRET, 'HS512')],
  ['page signed with another secret', 401, () => page(PAGE, {}, 'a-guess')],
  ['page signed with the secret of another site', 401, () => page(PAGE, {}, OTHER_SECRET)],
  ['page with a damaged signature', 401, async () => damaged(await page())],
  ['page without qsh', 401, () => page(PAGE, { qsh: undefined })],
  ['page with the qsh of another page', 401, () => page(PAGE, { qsh: hash('GET', '/background/issue_view') })],
  [
    'page with a parameter changed',
    401,
    async () => ({ path: (await page()).path.replace('dashboardItemId=7', 'dashboardItemId=8') }),
  ],
  ['page with a parameter added', 401, async () => ({ path: `${(await page()).path}&admin=true` })],
  ['page with a parameter removed', 401, async () => ({ path: (await page()).path.replace('lang=en&', '') })],
  [
    'page with an added parameter that no hash covers',
    400,
    async () => ({ path: `${(await page()).path}&__proto__=x` }),
  ],
  ['page with that parameter, encoded', 400, async () => ({ path: `${(await page()).path}&%5F_proto__=x` })],
  ['page with a token for POST', 401, () => page(PAGE, { qsh: hash('POST', PAGE) })],
  ['page with an expired token', 401, () => page(PAGE, { exp: inSeconds(-60) })],
  ['page with a token that never expires', 401, () => page(PAGE, { exp: undefined })],
  ['page with a token that is not yet valid', 401, () => page(PAGE, { nbf: inSeconds(600) })],
  ['page for an unknown site', 401, () => page(PAGE, { iss: 'site-3' })],
  ['page for no site', 401, () => page(PAGE, { iss: undefined })],
  ['page for a site that is a number', 401, () => page(PAGE, { iss: 1 as never })],
  ['page for a site with half of a character in its name', 401, () => page(PAGE, { iss: `${SITE}\ud800` })],
  ['page for a site with a null byte in its name', 401, () => page(PAGE, { iss: `${SITE}\0` })],
  ['page with a context token', 401, () => page(PAGE, { qsh: 'context-qsh' })],
  ['page by HEAD with a token for GET', 401, async () => ({ ...(await page()), method: 'HEAD' })],
  ['page address in capitals', 404, async () => ({ path: (await page()).path.replace('/view', '/VIEW') })],
];

const API: Case[] = [
  ['a resolver', 200, () => api()],
  ['a resolver, with a payload', 200, async () => ({ ...(await api()), body: '{"any":"thing"}' })],
  ['a resolver, for an anonymous visitor', 200, () => api({ sub: undefined })],
  ['API without a token', 401, async () => ({ ...(await api()), headers: {} })],
  ['API with another scheme', 401, async () => ({ ...(await api()), headers: { authorization: 'Bearer x' } })],
  [
    'API with a token in the address',
    401,
    async () => {
      const { headers } = await api();
      return { method: 'POST', path: `/api/getData?jwt=${headers?.authorization?.slice(4)}` };
    },
  ],
  ['API with a page token', 401, () => api({ qsh: hash('POST', '/api/getData') })],
  ['API without qsh', 401, () => api({ qsh: undefined })],
  [
    'API with alg none',
    401,
    async () => ({
      ...(await api()),
      headers: authorization(unsigned({ iss: SITE, qsh: 'context-qsh', exp: inSeconds(9) })),
    }),
  ],
  ['API with HS512', 401, () => api({}, SECRET, 'HS512')],
  ['API signed with another secret', 401, () => api({}, 'a-guess')],
  ['API with an expired token', 401, () => api({ exp: inSeconds(-1) })],
  ['API with a token that never expires', 401, () => api({ exp: undefined })],
  ['API for an unknown site', 401, () => api({ iss: 'site-3' })],
  ['an unknown resolver', 404, async () => ({ ...(await api()), path: '/api/dropTables' })],
  ['a resolver that every object inherits', 404, async () => ({ ...(await api()), path: '/api/constructor' })],
  ['an unknown resolver, without a token', 401, () => ({ method: 'POST', path: '/api/dropTables' })],
  ['API with malformed JSON', 400, async () => ({ ...(await api()), body: '{"secret-of-mine":' })],
  [
    'API with a body over the limit',
    400,
    async () => ({ ...(await api()), body: JSON.stringify('x'.repeat(600_000)) }),
  ],
  [
    'API with a compressed body',
    400,
    async () => {
      const request = await api();
      return { ...request, headers: { ...request.headers, 'content-encoding': 'gzip' }, body: gzipSync('{}') };
    },
  ],
];

const LIFECYCLE: Case[] = [
  ['install', 204, () => lifecycle('installed', randomUUID())],
  ['install again', 204, () => lifecycle('installed', SITE, { sharedSecret: SECRET })],
  ['uninstall of an unknown site', 204, () => lifecycle('uninstalled', randomUUID())],
  ['install without a token', 401, async () => ({ ...(await lifecycle('installed', SITE)), headers: {} })],
  [
    'install with alg none',
    401,
    async () => ({
      ...(await lifecycle('installed', SITE)),
      headers: authorization(unsigned(lifecycleClaims('installed', SITE))),
    }),
  ],
  ['install signed by another key', 401, () => lifecycle('installed', SITE, { sign: atlassian.forge })],
  [
    'install signed with the shared secret',
    401,
    async () => ({
      ...(await lifecycle('installed', SITE)),
      headers: authorization(await siteToken(SECRET, lifecycleClaims('installed', SITE))),
    }),
  ],
  [
    'install signed by the public key as a secret',
    401,
    async () => ({
      ...(await lifecycle('installed', SITE)),
      headers: authorization(await siteToken(atlassian.publicKey, lifecycleClaims('installed', SITE))),
    }),
  ],
  ['install with an unknown key id', 401, () => lifecycle('installed', SITE, { kid: randomUUID() })],
  ['install with a key id that is a path', 401, () => lifecycle('installed', SITE, { kid: `../${atlassian.keyId}` })],
  ['install with an empty key id', 401, () => lifecycle('installed', SITE, { kid: '' })],
  [
    'install for another audience',
    401,
    () => lifecycle('installed', SITE, { claims: { aud: ['https://other.example.com'] } }),
  ],
  ['install for no audience', 401, () => lifecycle('installed', SITE, { claims: { aud: undefined } })],
  ['install without qsh', 401, () => lifecycle('installed', SITE, { claims: { qsh: undefined } })],
  [
    'install with the token of an uninstall',
    401,
    () => lifecycle('installed', SITE, { claims: { qsh: hash('POST', '/uninstalled') } }),
  ],
  ['install with an expired token', 401, () => lifecycle('installed', SITE, { claims: { exp: inSeconds(-1) } })],
  ['install with a token that never expires', 401, () => lifecycle('installed', SITE, { claims: { exp: undefined } })],
  [
    'install by another site',
    401,
    () => lifecycle('installed', SITE, { claims: { iss: OTHER_SITE }, sharedSecret: 'stolen' }),
  ],
  ['uninstall by another site', 401, () => lifecycle('uninstalled', SITE, { claims: { iss: OTHER_SITE } })],
  ['install by no site', 401, () => lifecycle('installed', SITE, { claims: { iss: undefined } })],
  ['install of another app', 400, () => lifecycle('installed', SITE, { body: { key: 'another-app' } })],
  ['install without the key of an app', 400, () => lifecycle('installed', SITE, { body: { key: undefined } })],
  [
    'install with the event type of an uninstall',
    400,
    () => lifecycle('installed', SITE, { body: { eventType: 'uninstalled' } }),
  ],
  [
    'uninstall with the event type of an install',
    400,
    () => lifecycle('uninstalled', randomUUID(), { body: { eventType: 'installed' } }),
  ],
  ...[
    'http://site.atlassian.net',
    'https://atlassian.net',
    'https://evil.example.com',
    'https://site.atlassian.net.evil.example.com',
    'https://evil.example.com/site.atlassian.net',
    'https://evil.example.com#.atlassian.net',
    'https://user@site.atlassian.net',
    'https://site.atlassian.net:8443',
    'https://site.atlassian.net/path',
    'https://evilatlassian.net',
    'ftp://site.atlassian.net',
    '',
    'https://a_b.atlassian.net',
    'https://a.b_c.atlassian.net',
  ].map((baseUrl): Case => [
    `install with the site ${baseUrl}`,
    400,
    () => lifecycle('installed', SITE, { body: { baseUrl } }),
  ]),
  [
    'install with a slash after the site',
    204,
    () => lifecycle('installed', randomUUID(), { body: { baseUrl: 'https://a.atlassian.net/' } }),
  ],
  [
    'install of a site in a domain of its own',
    204,
    () => lifecycle('installed', randomUUID(), { body: { baseUrl: 'https://a.bcd.atlassian.net' } }),
  ],
  ['install with a short secret', 400, () => lifecycle('installed', SITE, { sharedSecret: 'x'.repeat(15) })],
  ['install with a very long secret', 400, () => lifecycle('installed', SITE, { sharedSecret: 'x'.repeat(4097) })],
  ['install with half of a character in the client key', 401, () => lifecycle('installed', `${SITE}\ud800`)],
  ['install without a secret', 400, () => lifecycle('installed', SITE, { body: { sharedSecret: undefined } })],
  ['install with a null byte in the secret', 400, () => lifecycle('installed', SITE, { sharedSecret: 'a\0b' })],
  ['install without a client key', 400, () => lifecycle('installed', SITE, { body: { clientKey: undefined } })],
  [
    'install with a secret that is not a text',
    400,
    () => lifecycle('installed', SITE, { body: { sharedSecret: 2 ** 62 } }),
  ],
  ['install with the body null', 400, async () => ({ ...(await lifecycle('installed', SITE)), body: 'null' })],
  [
    'install with malformed JSON',
    400,
    async () => ({ ...(await lifecycle('installed', SITE)), body: '{"sharedSecret":"' }),
  ],
  [
    'install with a body over the limit',
    400,
    () => lifecycle('installed', SITE, { body: { more: 'x'.repeat(70_000) } }),
  ],
  ['a large body without a token', 401, () => ({ method: 'POST', path: '/installed', body: 'x'.repeat(70_000) })],
];

test.each([...OPEN, ...PAGES, ...API, ...LIFECYCLE])('%s: %i', async (_, status, request) => {
  const answer = await app.send(await request());
  expect(answer.status).toBe(status);
  expectSafe(answer);
});

test.each([
  ['invalid HTTP', 'hello\r\n\r\n'],
  ['a request without a host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 200],
  ['headers without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
  ['two lengths', 'POST /installed HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'],
  ['an unknown expectation', 'GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n', 200],
])('%s', async (_, bytes, status = 400) => {
  const answer = await app.sendRaw(bytes);
  expect(answer.status).toBe(status);
  expectSafe(answer);
});

test('a page may run its own files and all.js, and be framed by Jira only', async () => {
  const { headers, body } = await app.send(await page());
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(String(headers['content-security-policy']).split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self' https://connect-cdn.atl-paas.net/all.js",
    "style-src 'self' https://connect-cdn.atl-paas.net",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    'frame-ancestors https://*.atlassian.net https://*.jira.com',
  ]);
  expect(body).toMatch(/all\.js"><\/script>\s*<script src="\.\/assets\/index\.js">/);
});

test('the descriptor has the address of the environment', async () => {
  const { body } = await app.send({ path: '/atlassian-connect.json' });
  expect(JSON.parse(body)).toMatchObject({ baseUrl: BASE_URL, authentication: { type: 'jwt' } });
});

test('a resolver gets to know who calls, and from which site', async () => {
  const getData = vi.mocked(resolvers.getData);
  for (const sub of ['account-1', undefined]) expect((await app.send(await api({ sub }))).status).toBe(200);
  expect(getData.mock.calls.map(([, caller]: unknown[]) => caller)).toEqual([
    { accountId: 'account-1', installation: SITE },
    { accountType: 'anonymous', installation: SITE },
  ]);
});

test('another site could not overwrite or remove this one', async () => {
  expect((await app.send(await page())).status).toBe(200);
  expect((await app.send(await page(PAGE, {}, 'stolen'))).status).toBe(401);
});

test('the log says which site has installed the app, and which has uninstalled it', async () => {
  const clientKey = randomUUID();
  for (const event of ['installed', 'uninstalled'] as const) await app.send(await lifecycle(event, clientKey));
  const entries = app.log.filter((entry) => entry.includes(clientKey)).map((entry) => JSON.parse(entry) as unknown);
  expect(entries).toEqual([
    ['info', 'installed', { clientKey, baseUrl: 'https://site.atlassian.net' }],
    ['info', 'uninstalled', { clientKey }],
  ]);
});

test.each([
  ['the token is of another site', () => lifecycle('installed', SITE, { claims: { iss: OTHER_SITE } })],
  [
    'eventType of the body is not usable: it must be installed',
    () => lifecycle('installed', SITE, { body: { eventType: 'x' } }),
  ],
  [
    'baseUrl of the body is not usable: not a site of Atlassian',
    () => lifecycle('installed', SITE, { body: { baseUrl: 'https://example.com' } }),
  ],
  [
    'sharedSecret of the body is not usable: not a secret',
    () => lifecycle('installed', SITE, { sharedSecret: 'short' }),
  ],
  [
    'clientKey of the body is not usable: a name is missing',
    async () => ({ ...(await lifecycle('installed', SITE)), body: 'null' }),
  ],
])('the log says why an install is refused: %s', async (reason, request) => {
  const before = app.log.length;
  await app.send(await request());
  await expect.poll(() => app.log.slice(before).join()).toContain(`"reason":"${reason}`);
});

test('a re-install replaces the secret; after an uninstall all requests are refused', async () => {
  const site = randomUUID();
  const status = async (secret: string) => (await app.send(await page(PAGE, { iss: site }, secret))).status;
  const apiStatus = async (secret: string) => (await app.send(await api({ iss: site }, secret))).status;

  await app.send(await lifecycle('installed', site, { sharedSecret: 'the-first-secret-of-the-site' }));
  expect([await status('the-first-secret-of-the-site'), await apiStatus('the-first-secret-of-the-site')]).toEqual([
    200, 200,
  ]);
  await app.send(await lifecycle('installed', site, { sharedSecret: 'the-second-secret-of-the-site' }));
  expect([await status('the-first-secret-of-the-site'), await status('the-second-secret-of-the-site')]).toEqual([
    401, 200,
  ]);
  await app.send(await lifecycle('uninstalled', site));
  expect([await status('the-second-secret-of-the-site'), await apiStatus('the-second-secret-of-the-site')]).toEqual([
    401, 401,
  ]);
});

test('while the install key cannot be fetched, nothing is installed', async () => {
  const other = await startAtlassian();
  const fresh = await startApp(other.keysUrl);
  other.service.failing = true;
  const refused = await fresh.send(await lifecycle('installed', SITE, { sign: other.sign }));
  expect(refused).toMatchObject({ status: 503, body: '{"error":"Unavailable"}' });
  await expect.poll(() => fresh.log.join()).toContain('answered 500');
  await fresh.close();
  other.close();
});

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
] as const)('an asset with a hash in its name may be cached, and is compressed as %s', async (encoding, decompress) => {
  const path = '/view/assets/index-Dq3x_9aB.js';
  const { status, headers, bytes } = await app.send({ path, headers: { 'accept-encoding': encoding } });
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-encoding': encoding,
    'content-type': 'text/javascript; charset=utf-8',
    vary: 'Accept-Encoding',
    'x-content-type-options': 'nosniff',
  });
  expect(Number(headers['content-length'])).toBeLessThan(200);
  expect(decompress(bytes).toString()).toMatch(/^(\/\/ the script )+$/);
  for (const encodings of ['identity', 'zstd, *;q=0']) {
    const plain = await app.send({ path, headers: { 'accept-encoding': encodings } });
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(plain.body).toHaveLength(14_000);
  }
});

test('a store that fails makes the server unavailable, without details', async () => {
  const broken = () => Promise.reject(new Error('the disk is full'));
  const failing = await startApp(atlassian.keysUrl, {
    find: broken,
    save: broken,
    remove: broken,
    list: broken,
    replaceSecret: broken,
    check: broken,
    close: () => Promise.resolve(),
  });
  for (const request of [await page(), await api(), await lifecycle('installed', SITE), { path: '/readyz' }]) {
    expect(await failing.send(request)).toMatchObject({ status: 503, body: '{"error":"Unavailable"}' });
  }
  expect((await failing.send({ path: '/healthz' })).status).toBe(200);
  expect(failing.log.join()).toContain('the disk is full');
  // A name that some stores cannot hold is refused before the store is asked.
  expect((await failing.send(await page(PAGE, { iss: `${SITE}\0` }))).status).toBe(401);
  expect((await failing.send(await page(PAGE, { iss: `${SITE}\ud800` }))).status).toBe(401);
  await failing.close();
});

test('the log has every request, each refusal with its reason, and no token or secret', () => {
  const log = app.log.join('\n');
  expect(app.log.length).toBeGreaterThan(80);
  expect(log).toContain('"path":"/view/issue_view"');
  for (const secret of secrets) if (secret) expect(log).not.toContain(secret);
  for (const reason of [
    'signature verification failed',
    'for another address',
    'the site has not installed',
    'sharedSecret of the body',
  ]) {
    expect(log).toContain(reason);
  }
  expect(log).not.toMatch(/jwt|eyJ|secret-of-mine/);
});
