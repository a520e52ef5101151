import { onError } from '../../src/onError';

/** Writes an error to the console and passes it to the owner's `onError`. Never throws. */
export function report(what: string, error: unknown): void {
  console.error(what, error);
  notify(what, error);
}

/**
 * Passes on what nothing else catches, such as errors in event handlers; the browser writes it to the console. UI Kit
 * has no events for that.
 */
export function reportUncaught(): void {
  const what = 'An error that nothing caught:';
  globalThis.addEventListener?.('error', ({ error, message }: ErrorEvent) => notify(what, error ?? message));
  globalThis.addEventListener?.('unhandledrejection', ({ reason }: PromiseRejectionEvent) => notify(what, reason));
}

function notify(what: string, error: unknown): void {
  Promise.resolve()
    .then(() => onError(error, what))
    .catch((reason: unknown) => console.error('onError failed:', reason));
}
