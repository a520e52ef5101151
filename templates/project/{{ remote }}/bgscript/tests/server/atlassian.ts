/** Atlassian's side of Forge Remote, for tests: a key service on a real port, and tokens. */
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { listen } from './client';

export const APP_ID = 'ari:cloud:ecosystem::app/8db33809-1f32-48bb-8c52-5877dab48107';
export const INSTALLATION = 'ari:cloud:ecosystem::installation/0a3a7799-53ae-4a5b-9e7e-03338980abb5';

export type Atlassian = Awaited<ReturnType<typeof startAtlassian>>;
export type Claims = Record<string, unknown>;

/** Atlassian's own key and somebody else's. */
const makeKeys = () => Promise.all([generateKeyPair('RS256', { extractable: true }), generateKeyPair('RS256')]);
/** Made once for a file, when a test waits for them: a file that ends in the meantime would make Node crash. */
let keys: ReturnType<typeof makeKeys> | undefined;

export async function startAtlassian() {
  const [own, foreign] = await (keys ??= makeKeys());
  const service = {
    /** The number of requests. */
    asked: 0,
    /** While true, the service fails. */
    failing: false,
    /** The ids under which it publishes its key. */
    keyIds: ['key-1'],
  };
  const publicKey = await exportJWK(own.publicKey);
  const server = createServer((_request, response) => {
    service.asked += 1;
    if (service.failing) response.writeHead(500).end();
    else response.end(JSON.stringify({ keys: service.keyIds.map((kid) => ({ ...publicKey, kid })) }));
  });
  const port = await listen(server);

  return {
    service,
    keysUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    /** Signs as Atlassian does. */
    sign: (claims: Claims = {}, kid = 'key-1') =>
      new SignJWT(invocation(claims)).setProtectedHeader({ alg: 'RS256', kid }).sign(own.privateKey),
    /** Signs with another key, under the id of Atlassian's key. */
    forge: (claims: Claims = {}) =>
      new SignJWT(invocation(claims)).setProtectedHeader({ alg: 'RS256', kid: 'key-1' }).sign(foreign.privateKey),
    /** Signs with Atlassian's key, but not as Atlassian does. */
    signOtherwise: async (claims: Claims = {}) =>
      new SignJWT(invocation(claims))
        .setProtectedHeader({ alg: 'PS256', kid: 'key-1' })
        .sign(await importJWK(await exportJWK(own.privateKey), 'PS256')),
    close: () => server.close().closeAllConnections(),
  };
}

/**
 * The claims of a Forge Invocation Token, as Atlassian documents them:
 * https://developer.atlassian.com/platform/forge/remote/essentials/#the-forge-invocation-token--fit-
 */
export function invocation(changes: Claims = {}): Claims {
  return {
    app: {
      id: APP_ID,
      appVersion: '2.0.0',
      installationId: INSTALLATION,
      apiBaseUrl: 'https://api.atlassian.com/ex/jira/d0d52620-3203-4cfa-8db5-f2587155f0dd',
      installation: {
        id: INSTALLATION,
        contexts: ['jira', 'confluence'].map((name) => ({
          name,
          apiBaseUrl: `https://api.atlassian.com/ex/${name}/d0d52620-3203-4cfa-8db5-f2587155f0dd`,
          cloudId: 'd0d52620-3203-4cfa-8db5-f2587155f0dd',
        })),
      },
      environment: { type: 'PRODUCTION', id: 'ari:cloud:ecosystem::environment/3bb5deab-afcd-4140-9be4-f837b4b14b2c' },
      module: { type: 'core:endpoint', key: 'remote' },
      license: { active: true },
    },
    context: { cloudId: 'd0d52620-3203-4cfa-8db5-f2587155f0dd', accountType: 'licensed' },
    principal: '655362:312d3308-8954-42b0-aa38-771a10c88656',
    aud: APP_ID,
    iss: 'forge/invocation-token',
    iat: inSeconds(0),
    nbf: inSeconds(0),
    exp: inSeconds(25),
    ...changes,
  };
}

export function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}
