import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createRemote } from '../remote/server';
import { tokenVerifier } from '../remote/token';

const APP = 'ari:cloud:ecosystem::app/11111111-1111-1111-1111-111111111111';
const CALL = JSON.stringify({ call: { functionKey: 'getData' }, context: {} });

const atlassian = await generateKeyPair('RS256');
const stranger = await generateKeyPair('RS256');
const servers: Server[] = [];
let remote: string;

beforeAll(async () => {
  const published = { keys: [{ ...(await exportJWK(atlassian.publicKey)), kid: 'key-1', alg: 'RS256' }] };
  const keys = await listen(createServer((_, response) => response.end(JSON.stringify(published))));
  remote = await listen(createRemote(tokenVerifier(APP, keys)));
});
afterAll(() => servers.forEach((server) => server.close()));

test('a call that Atlassian signed for this app is answered', async () => {
  const response = await post(await token());
  expect(response.status).toBe(200);
  expect(await response.json()).toHaveProperty('items');
});

test.each([
  ['no token', () => undefined],
  ['no JWT', () => 'nonsense'],
  ['a token for another app', () => token({ audience: APP.replaceAll('1', '2') })],
  ['a token of another issuer', () => token({ issuer: 'somebody' })],
  ['an expired token', () => token({ expires: '-1 minute' })],
  ['a token that somebody else signed', () => token({ key: stranger.privateKey })],
  ['an unsigned token', () => new UnsecuredJWT({}).setAudience(APP).setExpirationTime('1 minute').encode()],
])('%s is refused, without a reason', async (_, make) => {
  const response = await post(await make());
  expect([response.status, await response.json()]).toEqual([401, { error: 'unauthorised' }]);
});

test('a token without an expiry is refused', async () => {
  expect((await post(await token({ expires: undefined }))).status).toBe(401);
});

test.each(['', '{', '{}', '[]', 'null', '{"call":{}}'])('%j is no call', async (body) => {
  expect((await post(await token(), body)).status).toBe(400);
});

test('other routes and methods do not exist', async () => {
  expect((await fetch(`${remote}/resolve`)).status).toBe(404);
  expect((await fetch(`${remote}/other`, { method: 'POST' })).status).toBe(404);
});

test('a resolver that is not there is an error here, and tells nothing there', async () => {
  const log = vi.spyOn(console, 'error').mockReturnValue();
  const response = await post(await token(), JSON.stringify({ call: { functionKey: 'dropTables' } }));
  expect([response.status, await response.json()]).toEqual([500, { error: 'failed' }]);
  expect(log).toHaveBeenCalledOnce();
});

function post(jwt?: string, body = CALL): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(jwt && { authorization: `Bearer ${jwt}` }) };
  return fetch(`${remote}/resolve`, { method: 'POST', headers, body });
}

interface Claims {
  audience?: string;
  issuer?: string;
  expires?: string | undefined;
  key?: CryptoKey;
}

function token(claims: Claims = {}): Promise<string> {
  const valid = { audience: APP, issuer: 'forge/invocation-token', expires: '1 minute', key: atlassian.privateKey };
  const { audience, issuer, expires, key } = { ...valid, ...claims };
  const jwt = new SignJWT({ principal: 'an-account' }).setProtectedHeader({ alg: 'RS256', kid: 'key-1' });
  jwt.setIssuer(issuer).setAudience(audience).setIssuedAt();
  return (expires ? jwt.setExpirationTime(expires) : jwt).sign(key);
}

function listen(server: Server): Promise<string> {
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}
