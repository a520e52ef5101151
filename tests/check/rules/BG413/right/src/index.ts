import Resolver from '@forge/resolver';
import { fetch } from '@forge/api';

const resolver = new Resolver();
resolver.define('getData', async () => (await fetch('https://api.example.com/rates')).json());
export const handler = resolver.getDefinitions();
