import { CallError, kindOf } from '../runtime/callError';
import { CALL_LIMIT_MS, TooLate, within } from '../runtime/limit';
import type { Invoke, ResultOf } from '../runtime/resolvers';
import { required } from './ap';

/**
 * Calls a resolver of this app. Jira identifies the user with a token that is valid for a few minutes, so each call
 * asks for one. Jira returns the same token until it is about to expire.
 */
export const invoke: Invoke = async (name, ...payload) => {
  const token = await inTime(
    new Promise<string>((resolve) => required('context').getToken(resolve)),
    'A token of Jira',
  );
  const response = await inTime(
    fetch(`/api/${name}`, {
      method: 'POST',
      headers: { authorization: `JWT ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify((payload as unknown[])[0] ?? null),
    }).catch((reason: unknown) => {
      throw new CallError('unavailable', 'The server could not be reached.', { cause: reason });
    }),
    'The answer of the server',
  );
  if (!response.ok) throw new CallError(kindOf(response.status), `The server answered ${response.status}.`);
  return (await inTime(response.json(), 'The answer of the server')) as ResultOf<typeof name>;
};

/** @throws CallError if `work` takes too long. */
function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  return within(CALL_LIMIT_MS, work, what).catch((reason: unknown) => {
    throw reason instanceof TooLate ? new CallError('unavailable', reason.message) : reason;
  });
}
