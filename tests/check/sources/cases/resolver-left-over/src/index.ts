import Resolver from '@forge/resolver';
const resolver = new Resolver().define('other', () => 0);
const more = resolver.define('another', () => 2);
more.define('load', () => 1);
export const handler = more.define('third', () => 3).getDefinitions();
