import type { Express, RequestHandler } from 'express';
import type { Caller } from '../../src/contract';
import { withProduct } from '../platform/product';
import { resolvers } from '../../src/resolvers';
import type { Platform, Visit } from './app';
import { jsonBody } from './body';
import { Refusal } from './errors';
import { within } from './limit';

/** The resolvers by name, for any payload: the contract's types do not apply to what others may send. */
const handlers: Record<string, (payload: never, caller: Caller) => Promise<unknown>> = resolvers;

/** Shorter than the time that a request may take (http.ts), so that the caller gets an answer. */
const RESOLVER_MS = 40_000;

/** Serves the resolvers of src/resolvers to views and script, as POST /api/<name>, with JSON in both directions. */
export function addApi(app: Express, platform: Platform): void {
  const { resolverMs = RESOLVER_MS } = platform;
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
    const result = await withProduct(product, () =>
      within(resolverMs, `the resolver ${name}`, handler(payload, caller)),
    );
    response.json(result ?? null);
  });
}
