import Resolver from '@forge/resolver';
const resolver = new Resolver();
resolver.define('load', () => 1);
Object.assign(exports, { handler: resolver.getDefinitions() });
