import { onError } from '../onError';

/** Writes an error to the console and passes it to the owner's `onError`. Never throws. */
export function report(what: string, error: unknown): void {
  console.error(what, error);
  Promise.resolve()
    .then(() => onError(error, what))
    .catch((reason: unknown) => console.error('onError failed:', reason));
}
