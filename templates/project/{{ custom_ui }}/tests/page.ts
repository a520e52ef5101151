/**
 * Starts the front ends as their index.html does: with an empty page and their own code, on the host of host.ts.
 * Only tests with the comment `@vitest-environment happy-dom` have a page.
 */
import { getQueriesForElement } from '@testing-library/dom';
import { vi } from 'vitest';

const entries = import.meta.glob<unknown>('../src/*/index.{ts,tsx}');

/**
 * Starts the front end in src/<name>.
 *
 * @returns Testing Library's queries for what it shows.
 */
export async function start(name: string) {
  const load = entries[`../src/${name}/index.tsx`] ?? entries[`../src/${name}/index.ts`];
  if (!load) throw new Error(`src/${name} has no index.ts or index.tsx`);
  const page = document.createElement('div');
  page.id = 'root';
  document.body.replaceChildren(page);
  vi.resetModules(); // each start runs the code again
  await load();
  return { page, ...getQueriesForElement(page) };
}
