/** The remote: answers the calls that Forge passes on from the app, and nobody else's. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { handler } from '../src';
import type { Invocation } from './token';

/** The route in manifest.yml. */
const ROUTE = '/resolve';

/** The body of a call, as far as it is used here. */
interface Call {
  call: { functionKey: string; payload?: unknown };
  context?: Record<string, unknown>;
}

/** @param verify gives who calls, or throws. */
export function createRemote(verify: (authorization?: string) => Promise<Invocation>): Server {
  return createServer((request, response) => {
    void answer(request, verify).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    });
  });
}

async function answer(request: IncomingMessage, verify: (authorization?: string) => Promise<Invocation>) {
  if (request.method !== 'POST' || request.url !== ROUTE) return [404, { error: 'not found' }] as const;
  let caller: Invocation;
  try {
    caller = await verify(request.headers.authorization);
  } catch {
    return [401, { error: 'unauthorised' }] as const;
  }
  let body: Call;
  try {
    body = (await json(request)) as Call;
    if (typeof body.call.functionKey !== 'string') throw new TypeError('no functionKey');
  } catch {
    return [400, { error: 'not a call' }] as const;
  }
  try {
    // who calls is what the token says, whatever stands in the body
    const context = { ...body.context, cloudId: caller.cloudId };
    return [200, await handler({ call: body.call, context }, { principal: caller })] as const;
  } catch (error) {
    console.error(`${body.call.functionKey} failed:`, error);
    return [500, { error: 'failed' }] as const;
  }
}
