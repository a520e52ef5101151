import type { Resolvers } from '../contract';
import { need } from './ap';

/**
 * Calls a resolver of this app. Jira vouches for the user with a token that lasts a few minutes, so each call asks
 * for one; Jira hands out the same one until it is about to expire.
 */
export async function invoke<Name extends keyof Resolvers>(
  name: Name,
  ...payload: Parameters<Resolvers[Name]>
): Promise<ReturnType<Resolvers[Name]>> {
  const token = await new Promise<string>((resolve) => need('context').getToken(resolve));
  const response = await fetch(`/api/${name}`, {
    method: 'POST',
    headers: { authorization: `JWT ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify((payload as unknown[])[0] ?? null),
  });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()) as ReturnType<Resolvers[Name]>;
}
