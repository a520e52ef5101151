/** Which address a request to a product is sent to, by the claims of the token. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProduct, type InstallationContext } from '../server/forge';
import { route } from '../platform/product';

const JIRA = { name: 'jira', apiBaseUrl: 'https://api.atlassian.com/ex/jira/cloud-1' };
const CONFLUENCE = { name: 'confluence', apiBaseUrl: 'https://api.atlassian.com/ex/confluence/cloud-1' };
const BITBUCKET = { name: 'bitbucket', apiBaseUrl: 'https://api.bitbucket.org' };
const TOKENS = { user: 'the-users-token', system: 'the-apps-token' };

const fetched = vi.fn<(url: URL, init: RequestInit) => Promise<Response>>(() => Promise.resolve(Response.json({})));
beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockClear();
});

/** Asks both products. @returns the addresses, or the reasons why there was no request. */
async function ask(
  apiBaseUrl: string | undefined,
  contexts?: InstallationContext[],
  as: 'asUser' | 'asApp' = 'asUser',
) {
  const { requestJira, requestConfluence } = createProduct(apiBaseUrl, TOKENS, contexts)[as]();
  const answers = await Promise.allSettled([requestJira(route`/rest/x`), requestConfluence(route`/wiki/x`)]);
  const addresses = fetched.mock.calls.map(([url]) => url.href);
  return answers.map((answer) =>
    answer.status === 'fulfilled' ? addresses.shift() : (answer.reason as Error).message,
  );
}

const BOTH = [
  'https://api.atlassian.com/ex/jira/cloud-1/rest/x',
  'https://api.atlassian.com/ex/confluence/cloud-1/wiki/x',
];

test.each(['asUser', 'asApp'] as const)('each product has its own address, whichever one calls: %s', async (as) => {
  for (const { apiBaseUrl } of [JIRA, CONFLUENCE]) {
    for (const contexts of [
      [JIRA, CONFLUENCE],
      [CONFLUENCE, BITBUCKET, JIRA],
    ]) {
      fetched.mockClear();
      expect(await ask(apiBaseUrl, contexts, as)).toEqual(BOTH);
      const sent = fetched.mock.calls.map(([, init]) => new Headers(init.headers).get('authorization'));
      expect(new Set(sent)).toEqual(new Set([`Bearer ${as === 'asUser' ? TOKENS.user : TOKENS.system}`]));
    }
  }
});

test('a product in which the app is not installed is named, and is not asked', async () => {
  expect(await ask(JIRA.apiBaseUrl, [JIRA, BITBUCKET])).toEqual([
    BOTH[0],
    'The app is not installed in Confluence (installed in: jira, bitbucket).',
  ]);
  fetched.mockClear();
  expect(await ask(CONFLUENCE.apiBaseUrl, [CONFLUENCE])).toEqual([
    'The app is not installed in Jira (installed in: confluence).',
    BOTH[1],
  ]);
  expect(fetched).toHaveBeenCalledOnce();
});

test.each([undefined, []])('without contexts (%j) the address comes from app.apiBaseUrl', async (contexts) => {
  for (const { apiBaseUrl } of [JIRA, CONFLUENCE]) {
    fetched.mockClear();
    expect(await ask(apiBaseUrl, contexts)).toEqual(BOTH);
    fetched.mockClear();
    expect(await ask(`${apiBaseUrl}/`, contexts)).toEqual(BOTH);
  }
  fetched.mockClear();
  const other = 'https://api.atlassian.com/another/form';
  expect(await ask(other, contexts)).toEqual([`${other}/rest/x`, `${other}/wiki/x`]);
});

test.each([
  undefined,
  '',
  'http://api.atlassian.com/ex/jira/cloud-1',
  'https://atlassian.com.evil.example.com/ex/jira/cloud-1',
  'https://evil.example.com/ex/jira/atlassian.com/',
  'https://evilatlassian.com/ex/jira/cloud-1',
  'https://user@evil.example.com#.atlassian.com/',
])('an address that is not one of Atlassian is not used: %s', async (apiBaseUrl) => {
  const reason = (name: string, claim: string) => `The token of this call has no usable address of ${name} (${claim}).`;
  expect(await ask(apiBaseUrl)).toEqual([reason('Jira', 'app.apiBaseUrl'), reason('Confluence', 'app.apiBaseUrl')]);
  const contexts = [JIRA, { ...CONFLUENCE, apiBaseUrl }] as InstallationContext[];
  expect(await ask(JIRA.apiBaseUrl, contexts)).toEqual([BOTH[0], reason('Confluence', 'app.installation.contexts')]);
  expect(fetched).toHaveBeenCalledOnce();
});

test('the staging addresses of Atlassian are used too', async () => {
  const staging = CONFLUENCE.apiBaseUrl.replace('api.', 'api.stg.');
  expect(await ask(staging, [{ name: 'Confluence', apiBaseUrl: staging }])).toEqual([
    'The app is not installed in Jira (installed in: Confluence).',
    `${staging}/wiki/x`,
  ]);
});

test('without a token, the property of manifest.yml is named', () => {
  const product = createProduct(JIRA.apiBaseUrl, { user: undefined, system: '' }, [JIRA]);
  expect(() => product.asUser()).toThrow('enable appUserToken under auth of the endpoint in manifest.yml');
  expect(() => product.asApp()).toThrow('enable appSystemToken under auth of the endpoint in manifest.yml');
});
