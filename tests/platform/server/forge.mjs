// Atlassian's part of Forge Remote: the keys and the tokens. Written from the documentation with Node's own crypto, so
// that it shares no line, and no mistake, with the server under test.
import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { createServer } from 'node:http';

const APP = 'ari:cloud:ecosystem::app/8db33809-1f32-48bb-8c52-5877dab48107';
const INSTALLATION = 'ari:cloud:ecosystem::installation/0a3a7799-53ae-4a5b-9e7e-03338980abb5';
const CLOUD = 'd0d52620-3203-4cfa-8db5-f2587155f0dd';
const addressOf = (product) => `https://api.atlassian.com/ex/${product}/${CLOUD}`;

export async function startForge() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' }] });
  const server = createServer((_request, response) => response.end(keys));
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    appId: APP,
    keysUrl: `http://127.0.0.1:${server.address().port}/jwks.json`,
    token: (changes = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        app: {
          id: APP,
          appVersion: '2.0.0',
          installationId: INSTALLATION,
          apiBaseUrl: addressOf('confluence'),
          installation: {
            id: INSTALLATION,
            contexts: ['confluence', 'jira'].map((name) => ({ name, apiBaseUrl: addressOf(name), cloudId: CLOUD })),
          },
          environment: { type: 'PRODUCTION', id: 'ari:cloud:ecosystem::environment/3bb5deab-afcd-4140-9be4-f837b4b14b2c' },
          module: { type: 'core:endpoint', key: 'remote' },
        },
        context: { cloudId: CLOUD },
        principal: '655362:312d3308-8954-42b0-aa38-771a10c88656',
        aud: APP,
        iss: 'forge/invocation-token',
        iat: now,
        nbf: now,
        exp: now + 25,
        ...changes,
      };
      const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
      const input = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })}.${encode(claims)}`;
      return `${input}.${signBytes('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
    },
    close: () => server.close().closeAllConnections(),
  };
}
