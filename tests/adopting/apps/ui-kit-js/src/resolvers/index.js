import Resolver from '@forge/resolver';

const resolver = new Resolver();
resolver.define('getNews', () => 'Nothing new');
export const handler = resolver.getDefinitions();
