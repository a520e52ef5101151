// Atlassian's part of Connect: the service of install keys, installs and tokens. Written from the documentation with
// Node's own crypto, so that it shares no line, and no mistake, with the app under test.
import { createHash, createHmac, generateKeyPairSync, randomUUID, sign as signBytes } from 'node:crypto';
import { createServer, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** @returns {Promise<{ keysUrl: string, signInstall: (event: string, site: string, baseUrl: string) => string, close: () => void }>} */
export async function startAtlassian() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  const pem = publicKey.export({ type: 'spki', format: 'pem' });
  const server = createServer((request, response) => {
    if (request.url === `/${kid}`) response.end(pem);
    else response.writeHead(404).end();
  });
  await listen(server);
  return {
    keysUrl: origin(server),
    signInstall: (event, site, baseUrl) =>
      jwt({ alg: 'RS256', typ: 'JWT', kid }, { iss: site, aud: [baseUrl], qsh: qsh('POST', `/${event}`) }, (input) =>
        signBytes('sha256', Buffer.from(input), privateKey),
      ),
    close: () => server.close().closeAllConnections(),
  };
}

/** Tells the app that a site has installed it, or no longer. */
export async function sendLifecycle(atlassian, { url, baseUrl, key }, event, { site, secret }, agent) {
  const headers = {
    authorization: `JWT ${atlassian.signInstall(event, site, baseUrl)}`,
    'content-type': 'application/json',
  };
  const body = JSON.stringify({
    key,
    clientKey: site,
    sharedSecret: secret,
    baseUrl: 'https://example.atlassian.net',
    displayUrl: 'https://example.atlassian.net',
    productType: 'jira',
    eventType: event,
  });
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/${event}`, { method: 'POST', headers, agent }, (response) => {
      response.resume().on('error', reject).on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject).end(body);
  });
}

/** Installs the app on a site. Where it cannot get the key within its five seconds, it says so, and is asked again. */
export async function install(atlassian, app, tenant) {
  let status = 503;
  while (status === 503) {
    status = await sendLifecycle(atlassian, app, 'installed', tenant);
    if (status === 503) await delay(1_000);
  }
  if (status !== 204) throw new Error(`the install was answered with ${status}`);
}

/** The path of a page, with the parameters that Jira adds, and signed. */
export function signPage({ site, secret, accountId = 'account-1' }, path, parameters = {}) {
  const query = new URLSearchParams({ ...parameters, cp: '', lic: 'none', cv: '1001.0.0-SNAPSHOT' });
  const address = `${path}?${query}`;
  const token = jwt(
    { alg: 'HS256', typ: 'JWT' },
    { iss: site, sub: accountId, qsh: qsh('GET', address) },
    hmac(secret),
  );
  return `${address}&jwt=${token}`;
}

/** What AP.context.getToken gives. */
export function contextToken({ site, secret, accountId = 'account-1' }) {
  return jwt(
    { alg: 'HS256', typ: 'JWT' },
    { iss: site, sub: accountId, qsh: 'context-qsh', context: {} },
    hmac(secret),
  );
}

export async function listen(server, port = 0) {
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
}

function origin(server) {
  return `http://127.0.0.1:${server.address().port}`;
}

function hmac(secret) {
  return (input) => createHmac('sha256', secret).update(input).digest();
}

function jwt(header, claims, signer) {
  const iat = Math.floor(Date.now() / 1000);
  const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const input = `${encode(header)}.${encode({ iat, exp: iat + 180, ...claims })}`;
  return `${input}.${signer(input).toString('base64url')}`;
}

/** The query string hash of Atlassian's "Understanding JWT": method, path and sorted parameters. */
function qsh(method, address) {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  const escape = (text) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const names = [...new Set(searchParams.keys())].filter((name) => name !== 'jwt').sort();
  const query = names
    .map((name) => `${escape(name)}=${searchParams.getAll(name).map(escape).sort().join(',')}`)
    .join('&');
  return createHash('sha256').update(`${method}&${pathname}&${query}`).digest('hex');
}
