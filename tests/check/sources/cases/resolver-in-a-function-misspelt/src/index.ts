import Resolver from '@forge/resolver';
import { register } from './register';
const resolver = new Resolver();
register(resolver);
export const handler = resolver.getDefinitions();
