/** Something took too long. If a request waits for it, the answer is 503. */
export class TooLate extends Error {
  readonly status = 503;
}

/**
 * Waits for something that might never end. If its result comes too late, it is ignored.
 *
 * @param what is named by the error.
 * @throws TooLate, or the error of `work`.
 */
export async function within<T>(ms: number, what: string, work: T | Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLate(`${what} took longer than ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
