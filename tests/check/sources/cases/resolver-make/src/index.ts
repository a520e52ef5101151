import { makeResolver } from '@forge/resolver';
export const handler = makeResolver({ load: () => 1 });
