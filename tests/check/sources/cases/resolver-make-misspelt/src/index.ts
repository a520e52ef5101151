import { makeResolver } from '@forge/resolver';
export const handler = makeResolver({ laod: () => 1 });
