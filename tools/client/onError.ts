/** In place of the file with this name in an app. */
export const LOAD_LIMIT_MS = 30_000;

type Listener = (error: unknown, what: string) => void | Promise<void>;

let listener: Listener = () => undefined;

/** Passes each error on to a function of the owner's. */
export function reportTo(onError: Listener): void {
  listener = onError;
}

export const onError: Listener = (error, what) => listener(error, what);
