import type { Express, RequestHandler } from 'express';
import type { Caller } from '../src/contract';
import { withProduct } from '../src/platform/product';
import { resolvers } from '../src/resolvers';
import type { Platform, Visit } from './app';
import { jsonBody } from './body';
import { Refusal } from './errors';

/** By name, and for any payload: the contract's types bind this app's own calls, not what others may send. */
const handlers: Record<string, (payload: never, caller: Caller) => Promise<unknown>> = resolvers;

/** Lets views and script call the resolvers of src/resolvers, as POST /api/<name>, JSON in and out. */
export function addApi(app: Express, platform: Platform): void {
  const authenticate: RequestHandler = async (request, response, next) => {
    response.locals.visit = await platform.authenticate(request);
    next();
  };

  app.post('/api/:name', authenticate, jsonBody('500kb'), async (request, response) => {
    const name = String(request.params.name);
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (!handler) throw new Refusal(404);
    const { caller, product } = response.locals.visit as Visit;
    const payload = (request.body ?? undefined) as never; // a call without payload sends `null`
    const result = await withProduct(product, () => handler(payload, caller));
    response.json(result ?? null);
  });
}
