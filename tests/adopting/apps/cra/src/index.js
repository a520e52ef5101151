import Resolver from '@forge/resolver';

const resolver = new Resolver();

resolver.define('getNotes', ({ context }) => {
  return [`${context.extension.issue.key} has notes`];
});

export const handler = resolver.getDefinitions();
