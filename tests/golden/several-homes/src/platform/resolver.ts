import { invoke as invokeFunction } from '@forge/bridge';
import { CallError } from '../runtime/callError';
import type { Invoke, ResultOf } from '../runtime/resolvers';
import { resultOf } from './refusal';

/**
 * Calls a resolver of this app. A front end may make 500 calls in 25 seconds; a call may take 25 seconds, send 500 KB
 * and receive 5 MB.
 */
export const invoke: Invoke = async (name, ...payload) => {
  const [first] = payload as [Record<string, unknown>?];
  const answer = await invokeFunction<unknown>(name, first).catch((reason: unknown) => {
    throw new CallError('failed', reason instanceof Error ? reason.message : String(reason), { cause: reason });
  });
  return resultOf(answer) as ResultOf<typeof name>;
};
