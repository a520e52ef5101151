/** Atlassian's side of Connect, for tests: a service of install keys on a real port, and tokens. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createQueryStringHash } from 'atlassian-jwt';
import { exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

export type Atlassian = Awaited<ReturnType<typeof startAtlassian>>;

/** Atlassian's own key and somebody else's. */
const makeKeys = () => Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
/** Made once for a file, when a test waits for them: a file that ends in the meantime would make Node crash. */
let keys: ReturnType<typeof makeKeys> | undefined;

export async function startAtlassian() {
  const [own, foreign] = await (keys ??= makeKeys());
  const publicKey = await exportSPKI(own.publicKey);
  const keyId: string = randomUUID();
  const service = {
    /** The number of requests. */
    asked: 0,
    /** While true, the service fails. */
    failing: false,
    /** While true, the answers are endless. */
    endless: false,
  };

  const server = createServer((request, response) => {
    service.asked += 1;
    if (service.failing) response.writeHead(500).end();
    else if (service.endless)
      Readable.from(endlessly())
        .on('error', () => undefined)
        .pipe(response);
    else if (request.url === `/${keyId}`) response.end(publicKey);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    service,
    keysUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Signs as Atlassian does. */
    sign: (payload: JWTPayload, kid = keyId) =>
      new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).sign(own.privateKey),
    /** Signs with another key, under the id of Atlassian's key. */
    forge: (payload: JWTPayload) =>
      new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: keyId }).sign(foreign.privateKey),
    /** The public key, for attacks that use it as a shared secret. */
    publicKey,
    keyId,
    close: () => server.close().closeAllConnections(),
  };
}

function* endlessly(): Generator<string> {
  for (;;) yield 'x'.repeat(10_000);
}

/** A token as a site makes it. */
export function siteToken(secret: string, payload: JWTPayload, alg = 'HS256'): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg }).sign(Buffer.from(secret));
}

/** The hash that binds a token to a request. */
export function hash(method: string, address: string): string {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  return createQueryStringHash({ method, pathname, query: Object.fromEntries(searchParams) }, false);
}

export function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}
