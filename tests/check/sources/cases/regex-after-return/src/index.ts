import Resolver from '@forge/resolver';
function quoted(s: string) {
  return /`/.test(s) || /"/.test(s);
}
const resolver = new Resolver();
resolver.define('load', () => quoted('x'));
export const handler = resolver.getDefinitions();
