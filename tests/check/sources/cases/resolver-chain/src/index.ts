import Resolver from '@forge/resolver';
const all: Record<string, () => number> = { load: () => 1 };
const resolver = new Resolver();
for (const [name, run] of Object.entries(all)) resolver.define(name, run);
export const handler = resolver.getDefinitions();
