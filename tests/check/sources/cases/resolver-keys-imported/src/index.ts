import Resolver from '@forge/resolver';
import * as all from './all';
const resolver = new Resolver();
Object.entries(all).forEach(([name, run]) => resolver.define(name, run));
export const handler = resolver.getDefinitions();
