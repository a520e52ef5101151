import Resolver from '@forge/resolver';

const resolver = new Resolver();
const total = async ({ payload, context }: { payload: { region: string }; context: { localId: string } }) =>
  `${payload.region}: ${context.localId.length}`;

resolver.define('getTotal', total);
resolver.define('getRegions', () => ['north', 'south']);

export const handler = resolver.getDefinitions();
