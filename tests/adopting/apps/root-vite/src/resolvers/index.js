import Resolver from '@forge/resolver';

const resolver = new Resolver();
resolver.define('getTeam', () => ['Ada', 'Alan']);
export const handler = resolver.getDefinitions();
