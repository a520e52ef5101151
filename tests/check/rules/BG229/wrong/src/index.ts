import Resolver from '@forge/resolver';

const resolver = new Resolver();
resolver.define('getData', () => 1);
export const handler = resolver.getDefinitions();
