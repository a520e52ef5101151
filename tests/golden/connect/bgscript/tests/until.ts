import { vi } from 'vitest';

/** How long to wait for what should happen soon, in milliseconds: only what never happens takes as long, on a busy machine, too. */
export const LIMIT_MS = 20_000;

/** Waits until `check` throws no error. `vi.waitFor` alone gives up after a second, which a busy machine may need. */
export function until<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, LIMIT_MS);
}
