import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { forge } from './forge';
import { createRequest } from '../server/product';
import type * as platform from '../platform/product';
import { asApp, asUser, Route, route } from '../platform/product';
import { listen } from './server/client';

const seen: IncomingMessage[] = [];
const product = createServer((request, response) => {
  seen.push(request);
  answer(response);
});
let answer: (response: ServerResponse) => void;
let baseUrl: string;

beforeAll(async () => {
  baseUrl = `http://127.0.0.1:${await listen(product)}/ex/jira/the-site`;
});
afterAll(() => product.close().closeAllConnections());

const authorize = (method: string, path: string) => `Test ${method} ${path}`;

test('a request is sent below the base URL, with the authorisation for its method and path', async () => {
  answer = (response) => response.end('{"key":"DEMO-1"}');
  const request = createRequest({ baseUrl, authorize });
  const response = await request(route`/rest/api/3/issue/${'A/B?c'}?fields=${'a b'}`, { method: 'PUT', body: '{}' });
  expect(await response.json()).toEqual({ key: 'DEMO-1' });
  expect(seen.at(-1)).toMatchObject({
    method: 'PUT',
    url: '/ex/jira/the-site/rest/api/3/issue/A%2FB%3Fc?fields=a%20b',
    headers: { accept: 'application/json', authorization: 'Test PUT /rest/api/3/issue/A%2FB%3Fc?fields=a%20b' },
  });
});

test.each([
  'https://evil.example.com/',
  '@evil.example.com/',
  '/../other-site/rest',
  '/%2e%2e/other',
  '.evil.example.com/',
  '/..\\..\\x',
])('no request leaves the site: %s', async (path) => {
  const count = seen.length;
  await expect(createRequest({ baseUrl, authorize })(new Route(path))).rejects.toThrow('not a path of the product');
  expect(seen.length).toBe(count);
});

test('no request leaves a site whose address has no path', async () => {
  const request = createRequest({ baseUrl: new URL(baseUrl).origin, authorize });
  for (const path of ['?x=1', '', '@evil.example.com/'])
    await expect(request(new Route(path))).rejects.toThrow('not a path of the product');
  answer = (response) => response.end('{}');
  expect((await request(route`/../x`)).status).toBe(200);
  expect(seen.at(-1)).toMatchObject({ url: '/x' });
});

test('a resolver may set headers, and give up a request', async () => {
  answer = (response) => response.end('<a/>');
  const request = createRequest({ baseUrl, authorize });
  await request(route`/x`, { headers: { accept: 'text/xml', authorization: 'mine' } });
  expect(seen.at(-1)?.headers).toMatchObject({ accept: 'text/xml', authorization: 'Test GET /x' });
  answer = () => undefined;
  await expect(request(route`/x`, { signal: AbortSignal.abort(new Error('no longer needed')) })).rejects.toThrow(
    'no longer needed',
  );
});

test('a redirect is not followed, because the token would be sent too', async () => {
  answer = (response) => response.writeHead(302, { location: 'https://evil.example.com/' }).end();
  expect((await createRequest({ baseUrl, authorize })(route`/x`)).status).toBe(302);
});

test('a resolver does not wait for ever for a product that does not answer', async () => {
  answer = () => undefined;
  const request = createRequest({ baseUrl, authorize, timeoutMs: 50 });
  await expect(request(route`/x`)).rejects.toThrow('timeout');
  await expect(request(route`/x`, { signal: new AbortController().signal })).rejects.toThrow('timeout');
  answer = (response) => response.write('half of ');
  await expect(request(route`/x`).then((response) => response.text())).rejects.toThrow('timeout');
});

test('a value in a route cannot change its path', () => {
  for (const value of ['.', '..']) expect(() => route`/rest/${value}/x`).toThrow('must not be `.` or `..`');
});

test('in tests of resolvers, the product is a fake that answers by path and records the requests', async () => {
  forge.answers['GET /rest/api/3/issue/DEMO-1'] = { key: 'DEMO-1' };
  const response = await asUser().requestJira(route`/rest/api/3/issue/${'DEMO-1'}?fields=summary`);
  expect(await response.json()).toEqual({ key: 'DEMO-1' });
  const path = '/rest/api/3/issue/DEMO-1?fields=summary';
  expect(forge.requests).toEqual([{ product: 'jira', as: 'user', method: 'GET', path, body: undefined }]);
  await expect(asApp().requestConfluence(route`/wiki/none`)).rejects.toThrow("No answer for 'GET /wiki/none'");
  forge.reset();
});

test('the calls of a resolver go to its own product; otherwise there is none', async () => {
  const [app, user] = [asApp(), asUser()];
  const real = await vi.importActual<typeof platform>('../platform/product');
  expect(real.asApp).toThrow('only while a resolver runs');
  const own = { asApp: () => app, asUser: () => user };
  expect(real.withProduct(own, () => [real.asApp(), real.asUser()])).toEqual([app, user]);
});
