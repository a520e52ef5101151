/** How long the host may take to answer a question, such as which page this is. */
export const HOST_LIMIT_MS = 10_000;

/** How long a call of a resolver may take. Forge ends them after 25 s. */
export const CALL_LIMIT_MS = 30_000;

/** Something did not end in the time that it has. */
export class TooLate extends Error {
  override name = 'TooLate';
}

/**
 * The result of `work`, if it comes in time.
 *
 * @param what names the work in the error.
 * @throws TooLate after `ms`; the work may still be under way then, and its result is dropped.
 */
export function within<T>(ms: number, work: T | Promise<T>, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TooLate(`${what} took longer than ${ms / 1_000} s`)), ms);
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
