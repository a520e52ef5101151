export * from 'my-resolvers';
