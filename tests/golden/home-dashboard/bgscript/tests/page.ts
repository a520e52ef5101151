/**
 * Starts the front ends as their index.html does: with an empty page and their own code, on the host of host.ts.
 * Only tests with the comment `@vitest-environment happy-dom` have a page.
 */
import { configure } from '@testing-library/dom';
import type { Root } from 'react-dom/client';
import { afterEach, vi } from 'vitest';
import { LIMIT_MS } from './until';

configure({ asyncUtilTimeout: LIMIT_MS }); // of `findBy…` and `waitFor`, which end as soon as they can

const roots = vi.hoisted((): Root[] => []);
vi.mock('react-dom/client', async (original) => {
  const { createRoot } = await original<typeof import('react-dom/client')>();
  return {
    createRoot: (...given: Parameters<typeof createRoot>) => {
      const root = createRoot(...given);
      roots.push(root);
      return root;
    },
  };
});

// What a test started ends with it. React would go on rendering, and fail when the page is gone after the last test.
afterEach(() => {
  for (const root of roots.splice(0)) root.unmount();
});

/** Starts the front end in src/<name>, in place of the one before; returns the element that it renders into. */
export async function start(name: string): Promise<Element> {
  const root = document.createElement('div');
  root.id = 'root';
  document.body.replaceChildren(root);
  vi.resetModules(); // each start runs the code again
  await import(/* @vite-ignore */ `../../src/${name}/index`);
  return root;
}
