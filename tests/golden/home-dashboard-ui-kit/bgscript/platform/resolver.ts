import { invoke as invokeFunction } from '@forge/bridge';
import { CallError } from '../runtime/callError';
import { CALL_LIMIT_MS, TooLate, within } from '../runtime/limit';
import type { Invoke, ResultOf } from '../runtime/resolvers';
import { resultOf } from './refusal';

/**
 * Calls a resolver of this app. A front end may make 500 calls in 25 seconds; a call may take 25 seconds, send 500 KB
 * and receive 5 MB.
 */
export const invoke: Invoke = async (name, ...payload) => {
  const [first] = payload as [Record<string, unknown>?];
  const call = within(CALL_LIMIT_MS, invokeFunction<unknown>(name, first), 'The call');
  const answer = await call.catch((reason: unknown) => {
    const kind = reason instanceof TooLate ? 'unavailable' : 'failed';
    throw new CallError(kind, reason instanceof Error ? reason.message : String(reason), { cause: reason });
  });
  return resultOf(answer) as ResultOf<typeof name>;
};
