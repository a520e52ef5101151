import Resolver from '@forge/resolver';
import { kvs } from '@forge/kvs';

const resolver = new Resolver();
resolver.define('getData', () => kvs.get('data'));
export const handler = resolver.getDefinitions();
