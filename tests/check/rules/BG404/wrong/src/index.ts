import Resolver from '@forge/resolver';

const resolver = new Resolver();
resolver.define('deleteAll', () => 2);
resolver.define('getData', () => 1);
export const handler = resolver.getDefinitions();
