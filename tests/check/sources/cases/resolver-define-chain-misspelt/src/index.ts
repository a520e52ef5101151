import Resolver from '@forge/resolver';
const resolver = new Resolver();
resolver
  .define('other', () => 0)
  .define('another', () => 2)
  .define('laod', () => 1);
export const handler = resolver.define('third', () => 3).getDefinitions();
