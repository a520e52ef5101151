/** Forge's function handler: hands it to the resolver of that name. */
import { makeResolver } from '@forge/resolver';
import type { Resolvers } from './contract';
import { resolvers } from './resolvers';

export const handler = makeResolver<Resolvers>({
  getData: ({ payload, context }) => resolvers.getData(payload, context),
});
