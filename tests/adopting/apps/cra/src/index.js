import Resolver from '@forge/resolver';

const resolver = new Resolver();

resolver.define('getNotes', ({ context }) => {
  return [`Notes of ${context.extension.issue.key}`];
});

export const handler = resolver.getDefinitions();
