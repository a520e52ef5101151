/** What the tokens of a site prove, and the reason of each refusal. conformance.test.ts has the answers to requests. */
import type { Request } from 'express';
import type { JWTPayload } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { contextToken, pageToken } from '../server/auth';
import type { Installations } from '../server/installations';
import { hash, siteToken } from './server/atlassian';

const site = { clientKey: 'site-1', baseUrl: 'https://a.atlassian.net', sharedSecret: 'the-secret-of-the-site' };
const installations = {
  find: (clientKey: string) => Promise.resolve(clientKey === site.clientKey ? site : undefined),
} as Installations;
const NOW = 1_800_000_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW * 1_000, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function make(claims: JWTPayload, secret = site.sharedSecret): Promise<string> {
  return siteToken(secret, { iss: site.clientKey, exp: NOW + 60, qsh: hash('GET', '/view?x=1'), ...claims });
}

const verify = (jwt: unknown) =>
  pageToken(installations)({ method: 'GET', path: '/view', query: { x: '1', jwt } } as unknown as Request);

test.each([
  [{ sub: 'account-1' }, 'account-1'],
  [{ sub: '' }, undefined],
  [{ nbf: NOW }, undefined],
] as const)('a token with %j proves the site, and the account %j', async (claims, accountId) => {
  expect(await verify(await make(claims))).toEqual({ site, accountId });
});

const NAME = 'a name is missing, is too long, or has characters that are not allowed';

test.each([
  ['the site has not installed the app', { iss: 'site-2' }],
  ['"exp" claim is missing, or in the past', { exp: undefined }],
  ['"exp" claim is missing, or in the past', { exp: NOW }],
  ['"nbf" claim is in the future', { nbf: NOW + 1 }],
  ['"nbf" claim is in the future', { nbf: 'never' as never }],
  ['the token is for another address (qsh)', { qsh: hash('GET', '/view?x=2') }],
  [NAME, { iss: '\0site-1' }],
  [NAME, { iss: 'x'.repeat(256) }],
  [NAME, { iss: undefined }],
])('%s: %j', async (cause, claims) => {
  await expect(verify(await make(claims))).rejects.toMatchObject({ status: 401, cause });
});

test('a token that is signed with another secret, or is none, is refused', async () => {
  const cause = 'signature verification failed';
  await expect(verify(await make({}, 'a-guess'))).rejects.toMatchObject({ status: 401, cause });
  for (const none of [undefined, '', [await make({})]])
    await expect(verify(none)).rejects.toMatchObject({ status: 401, cause: 'no token' });
});

test('a call has its token in the header, alone, under the scheme JWT', async () => {
  const token = await make({ qsh: 'context-qsh' });
  const call = (header?: string) => contextToken(installations)({ get: () => header } as unknown as Request);
  expect(await call(`JWT ${token}`)).toEqual({ site, accountId: undefined });
  for (const header of [undefined, '', 'JWT ', `x JWT ${token}`, `JWT ${token} x`, `Bearer ${token}`, token])
    await expect(call(header)).rejects.toMatchObject({ status: 401, cause: 'no token' });
});
