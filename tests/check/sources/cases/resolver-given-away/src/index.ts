import Resolver from '@forge/resolver';
import { addAll } from 'more-resolvers';
const resolver = new Resolver();
resolver.define('other', () => 1);
addAll(resolver);
export const handler = resolver.getDefinitions();
