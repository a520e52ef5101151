import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { Refusal } from './errors';
import { fetchText } from './fetch';

const TIMES = {
  /** Older keys are fetched again. Meanwhile the old ones are still used. */
  freshMs: 10 * 60_000,
  /** The pause before the service is asked again after a failure, or for an unknown key. */
  pauseMs: 30_000,
  /** The pause after a failure while there are no keys at all. */
  firstPauseMs: 2_000,
  /** Older keys are no longer used: Atlassian may have revoked them. */
  usableMs: 24 * 60 * 60_000,
};

/**
 * Finds the key that a token names, among those that Atlassian publishes. If the service fails, known keys are used for
 * a day. There is never more than one fetch at a time.
 *
 * @returns a function that throws a Refusal 503 without keys, and jose's errors for a token whose key is unknown.
 */
export function createKeySet(url: string, onFailure: (reason: string) => void): JWTVerifyGetKey {
  let keys: { find: JWTVerifyGetKey; time: number } | undefined;
  let failure: { reason: unknown; time: number } | undefined;
  let fetching: Promise<void> | undefined;

  async function fetchKeys(): Promise<void> {
    try {
      const text = await fetchText(url);
      keys = { find: createLocalJWKSet(JSON.parse(text ?? '') as JSONWebKeySet), time: Date.now() };
      failure = undefined;
    } catch (reason) {
      failure = { reason, time: Date.now() };
      onFailure(String(reason));
    }
  }

  /** Asks the service, unless it failed a moment ago. */
  function refresh(pauseMs: number): Promise<void> {
    if (failure && age(failure) < pauseMs) return Promise.resolve();
    fetching ??= fetchKeys().finally(() => (fetching = undefined));
    return fetching;
  }

  return async (header, token) => {
    if (!keys || age(keys) > TIMES.usableMs) await refresh(TIMES.firstPauseMs);
    else if (age(keys) > TIMES.freshMs) void refresh(TIMES.pauseMs);
    if (!keys || age(keys) > TIMES.usableMs) throw new Refusal(503, { cause: failure?.reason });
    try {
      return await keys.find(header, token);
    } catch (reason) {
      // An unknown key may be a new one.
      if (!(reason instanceof errors.JWKSNoMatchingKey) || age(keys) < TIMES.pauseMs) throw reason;
    }
    await refresh(TIMES.pauseMs);
    return keys.find(header, token);
  };
}

function age({ time }: { time: number }): number {
  return Date.now() - time;
}
