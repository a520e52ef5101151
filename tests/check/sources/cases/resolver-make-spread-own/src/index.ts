import { makeResolver } from '@forge/resolver';
import { more } from './more';
export const handler = makeResolver({ ...more });
