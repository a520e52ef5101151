import Resolver from '@forge/resolver';
import { storage } from '@forge/api';

const resolver = new Resolver();
resolver.define('getData', () => storage.get('data'));
export const handler = resolver.getDefinitions();
