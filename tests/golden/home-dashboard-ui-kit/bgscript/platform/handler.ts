import Resolver from '@forge/resolver';
import { callerOf } from './caller';
import { refusalOf } from './refusal';
import type { Handlers } from '../runtime/resolvers';

type Handler = ReturnType<Resolver['getDefinitions']>;

/**
 * Forge's function handler: passes each call on to the resolver of that name.
 *
 * @param handlers are the resolvers by name.
 */
export function makeHandler(handlers: Handlers): Handler {
  const definitions = new Resolver();
  for (const [name, resolve] of Object.entries(handlers)) {
    definitions.define(name, async ({ payload, context }) => {
      try {
        return (await resolve(payload, callerOf(context))) as object;
      } catch (reason) {
        return refusalOf(reason);
      }
    });
  }
  const forgeHandler = definitions.getDefinitions();

  return async (request, runtime) => {
    const { functionKey } = request.call;
    // Forge's Resolver also finds names that every object inherits, such as `constructor`.
    if (!Object.hasOwn(handlers, functionKey)) throw new Error(`There is no resolver '${functionKey}'.`);
    return forgeHandler(request, runtime);
  };
}
