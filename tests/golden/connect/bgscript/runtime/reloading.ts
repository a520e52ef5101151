import { report } from './report';
import type { Publisher } from './protocol';

/** What is published in this script, also while its first load is under way. */
export const published = new Set<Promise<Publisher>>();

/**
 * Loads all shared data again, for every view. For background/data.ts: call it when something has changed. Calls during
 * a load make one more load, however many they are.
 */
export async function reload(): Promise<void> {
  await Promise.all([...published].map(async (publisher) => (await publisher).refresh()));
}

/**
 * Loads all shared data again and again, with a pause of `ms` after each load. It stops while the page is hidden, and
 * loads at once when people come back to it. UI Kit does not say whether its page is hidden.
 *
 * @returns a function that ends it.
 */
export function reloadEvery(ms: number): () => void {
  const page = (globalThis as { document?: Document }).document;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;
  let isOver = false;

  function wait(): void {
    if (!isOver) timer = setTimeout(tick, ms);
  }

  function tick(): void {
    isDue = page?.hidden === true;
    if (isDue) return;
    reload()
      .catch((reason: unknown) => report('The data could not be loaded again:', reason))
      .finally(wait);
  }

  function look(): void {
    if (isDue) tick();
  }

  page?.addEventListener('visibilitychange', look);
  wait();
  return () => {
    isOver = true;
    clearTimeout(timer);
    page?.removeEventListener('visibilitychange', look);
  };
}
