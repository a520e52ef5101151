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
export function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    // unref: it costs less for each request, and the server keeps the process alive without it
    const timer = setTimeout(() => reject(new TooLate(`${what} took longer than ${ms / 1000} s`)), ms).unref();
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (reason: Error) => {
        clearTimeout(timer);
        reject(reason);
      },
    );
  });
}
