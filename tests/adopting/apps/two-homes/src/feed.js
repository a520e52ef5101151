import Resolver from '@forge/resolver';

const resolver = new Resolver();

resolver.define('getFeed', ({ context }) => {
  return [`Notes of ${"everybody"}`];
});

export const handler = resolver.getDefinitions();
