import Resolver from '@forge/resolver';
const resolver = new Resolver();
resolver.define('load', () => 1);
resolver.define('other', () => 2);
export const handler = resolver.getDefinitions();
