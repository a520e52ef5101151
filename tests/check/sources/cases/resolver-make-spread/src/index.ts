import { makeResolver } from '@forge/resolver';
import { more } from 'more-resolvers';
export const handler = makeResolver({ ...more, other: () => 1 });
