import { makeInvoke } from '@forge/bridge';
import type { Resolvers } from '../contract';

/** Calls a resolver of this app. At most 500 calls in 25 seconds; an answer takes 25 seconds at most. */
export const invoke = makeInvoke<Resolvers>();
