import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import descriptor from '../../atlassian-connect.json';
import { createProduct } from '../server/jira';
import { route } from '../platform/product';
import { hash } from './server/atlassian';
import { listen } from './server/client';

const sharedSecret = 'the-secret-of-the-site-that-calls';

test('a request to Jira is signed with the secret of the site, for its method and address', async () => {
  const jira = createServer((_request, response) => response.end('{}'));
  const baseUrl = `http://127.0.0.1:${await listen(jira)}`;
  const requested = once(jira, 'request');
  const address = route`/rest/api/3/search/jql?jql=${"project = 'A & B' (*)"}&maxResults=5`;
  await createProduct({ clientKey: 'a', baseUrl, sharedSecret })
    .asApp()
    .requestJira(address, { method: 'POST', body: '{}' });

  const [{ headers, method }] = (await requested) as [IncomingMessage];
  const [scheme, token = ''] = headers.authorization?.split(' ') ?? [];
  expect([scheme, method]).toEqual(['JWT', 'POST']);
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'HS256', typ: 'JWT' });
  const { payload } = await jwtVerify(token, Buffer.from(sharedSecret), {
    algorithms: ['HS256'],
    requiredClaims: ['exp', 'iat'],
  });
  expect(payload).toMatchObject({ iss: descriptor.key, qsh: hash('POST', address.value) });
  expect(payload.exp! - payload.iat!).toBe(180);
  jira.close().closeAllConnections();
});

test('calls that this server may not make fail with a clear message', async () => {
  const product = createProduct({ clientKey: 'a', baseUrl: 'https://a.atlassian.net', sharedSecret });
  expect(() => product.asUser()).toThrow('Use asApp');
  await expect(product.asApp().requestConfluence(route`/wiki/x`)).rejects.toThrow('in Jira, not in Confluence');
});
