import { CallError, kindOf } from '../runtime/callError';
import type { Invoke, ResultOf } from '../runtime/resolvers';
import { need } from './ap';

/**
 * Calls a resolver of this app. Jira identifies the user with a token that is valid for a few minutes, so each call
 * asks for one. Jira returns the same token until it is about to expire.
 */
export const invoke: Invoke = async (name, ...payload) => {
  const token = await new Promise<string>((resolve) => need('context').getToken(resolve));
  const response = await fetch(`/api/${name}`, {
    method: 'POST',
    headers: { authorization: `JWT ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify((payload as unknown[])[0] ?? null),
  }).catch((reason: unknown) => {
    throw new CallError('unavailable', 'The server could not be reached.', { cause: reason });
  });
  if (!response.ok) throw new CallError(kindOf(response.status), `The server answered ${response.status}.`);
  return (await response.json()) as ResultOf<typeof name>;
};
