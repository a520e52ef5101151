// What a person sees on the preview's page, and does there. The selectors are those that the page promises.
import { existsSync, utimesSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { HANGS_MS } from '../chromium/chromium.mjs';

export const views = (page) => page.locator('[data-role=view]');
export const script = (page) => page.locator('[data-role=script]');
export const rows = (page, kind) => page.locator(`[role=log] [data-kind${kind ? `=${kind}` : ''}]`);
export const counter = async (page, name) => Number(await page.locator(`[data-counter=${name}]`).innerText());
/** What is in the frame of a view. */
export const inside = (page, number = 1) => page.frameLocator(`[data-role=view] >> nth=${number - 1} >> iframe`);

export async function open(page, preview, query = '') {
  await page.goto(preview.url + query);
  await page.locator('main[data-preview]').waitFor();
}

/** Waits until so many views show this state, and no other. */
export async function allAre(page, state, count = 2, timeout = HANGS_MS) {
  await page.waitForFunction(
    ([state, count]) => {
      const states = [...document.querySelectorAll('[data-role=view]')].map(({ dataset }) => dataset.state);
      return states.length === count && states.every((each) => each === state);
    },
    [state, count],
    { timeout },
  );
}

export async function untilRow(page, kind, text, timeout = HANGS_MS) {
  await rows(page, kind).filter({ hasText: text }).first().waitFor({ timeout });
}

export function expect(condition, otherwise) {
  if (!condition) throw new Error(otherwise);
}

/**
 * Waits until the preview has seen all edits: whatever is loaded from now on has them, and nothing starts again because
 * of them. Not each edit is told, but one of the manifest always is, and it is told after those before it.
 */
export async function editsAreSeen({ preview, project }) {
  const name = ['manifest.yml', 'atlassian-connect.json'].find((each) => existsSync(join(project.dir, each)));
  const { port } = preview;
  const headers = { host: `localhost:${port}` };
  const news = await new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/preview/events', headers }, resolve).on('error', reject);
  });
  let told = '';
  news.setEncoding('utf8').on('data', (text) => (told += text));
  for (let tries = 0; !told.includes(`"name":"${name}"`); tries += 1) {
    const now = new Date();
    if (tries % 200 === 0) utimesSync(join(project.dir, name), now, now); // not heard by a Vite that is just starting
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  news.destroy();
}

/** Waits until `check` throws no error: for what no element of the page shows. */
export async function until(check, limitMs = HANGS_MS) {
  for (const end = performance.now() + limitMs; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
}
