/** Yours: how long a load may take. After that, views show that loading failed, and a late result is dropped. */
export const LOAD_LIMIT_MS = 30_000;

/**
 * Yours: receives each error of the script and the views, for example to send it to a service. The console has it too.
 *
 * @param error what was thrown.
 * @param what what the app could not do, in a sentence for developers.
 */
export const onError: (error: unknown, what: string) => void | Promise<void> = () => undefined;
