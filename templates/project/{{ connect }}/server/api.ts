import type { Express } from 'express';
import type { Caller } from '../src/contract';
import { resolvers } from '../src/resolvers';
import { authenticate, contextToken, type Authenticated } from './auth';
import { jsonBody } from './body';
import { Refusal } from './errors';
import type { Installations } from './installations';

/** By name, and for any payload: the contract's types bind this app's own calls, not what others may send. */
const handlers: Record<string, (payload: never, caller: Caller) => Promise<unknown>> = resolvers;

/** Lets pages call the resolvers of src/resolvers, as POST /api/<name>, JSON in and out. */
export function addApi(app: Express, installations: Installations): void {
  const fromPage = authenticate(contextToken(installations));

  app.post('/api/:name', fromPage, jsonBody('500kb'), async (request, response: Authenticated) => {
    const name = String(request.params.name);
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (!handler) throw new Refusal(404);
    const { accountId, clientKey } = response.locals.caller;
    response.json((await handler(request.body as never, { accountId, installation: clientKey })) ?? null);
  });
}
