/** Forge's function handler: hands it to the resolver of that name. */
import { makeResolver } from '@forge/resolver';
import type { Caller, Resolvers } from './contract';
import { resolvers } from './resolvers';

export const handler = makeResolver<Resolvers>({
  getData: ({ payload, context }) => resolvers.getData(payload, callerOf(context)),
});

function callerOf({ accountId, cloudId }: Caller & { cloudId?: string }): Caller {
  return { accountId, site: cloudId };
}
