import Resolver from '@forge/resolver';
const resolver = new Resolver();
resolver.define('load', () => 1);
export async function handler(...given: never[]) {
  return (resolver.getDefinitions() as (...g: never[]) => unknown)(...given);
}
