import Resolver from '@forge/resolver';
const resolver = new Resolver();
resolver.define('load', () => 1);
const h = resolver.getDefinitions();
export { h as 'handler' };
