// node screenshots.mjs < spec.json: pictures of every state of a project's view, light and dark.
//
// Spec: { projects: [{ name, dir, pages }], out: folder }. Prints the files it wrote, one a line.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { HANGS_MS, launchChromium, takePicture } from './chromium/chromium.mjs';
import { startHost } from './host.mjs';
import { readSpec, runProgram } from './process.mjs';

const MODES = ['light', 'dark'];
/** A frame of 480 x 360 and the host page's margin around it. */
const VIEWPORT = { width: 512, height: 392 };
/** What is on the page in each state; the last frame is the one in the picture. */
const STATES = {
  waiting: { frames: ['view'], shows: 'waiting' },
  ready: { frames: ['background', 'view'], shows: 'ready' },
  reloading: { frames: ['background', 'view'], shows: 'ready', reload: 'never ends' },
  'reload-failed': { frames: ['background', 'view'], shows: 'ready', reload: 'fails' },
  error: { frames: ['background', 'view'], shows: 'error', resolverFails: true },
  edit: { frames: ['edit'] },
};

await runProgram(async () => {
  const { projects, out } = await readSpec();
  if (typeof out !== 'string') throw new Error('the spec names no "out" folder');
  await mkdir(out, { recursive: true });
  const host = await startHost(projects);
  const browser = await launchChromium();
  for (const { name, dir } of projects) {
    const states = Object.keys(STATES).filter((state) => state !== 'edit' || existsSync(join(dir, 'build/edit')));
    for (const state of states) {
      for (const mode of MODES) {
        const file = join(out, `${name}-${state}-${mode}.png`);
        await photograph(browser, host, { project: name, state, mode, file });
        process.stdout.write(`${file}\n`);
      }
    }
  }
  await browser.close();
  await host.close();
});

async function photograph(browser, host, { project, state, mode, file }) {
  const { frames, shows, reload, resolverFails = false } = STATES[state];
  // Apps are to follow the product's color mode and not the system's, so the system says the other one.
  const colorScheme = mode === 'light' ? 'dark' : 'light';
  const context = await browser.newContext({ viewport: VIEWPORT, deviceScaleFactor: 2, colorScheme });
  context.setDefaultTimeout(HANGS_MS);
  try {
    const page = await context.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
    await page.goto(host.url({ project, mode, run: `${state}-${mode}`, resolverFails }));
    await page.evaluate(showFrames, { frames, shows });
    await page.waitForLoadState('networkidle');
    if (reload) await clickReload(page, reload);
    problems.push(...(await page.evaluate(() => window.forgeHost.problems)));
    if (problems.length > 0) throw new Error(problems.join('; '));
    await takePicture(page, file);
  } catch (error) {
    throw new Error(`${project} does not come to ${state} in ${mode} mode: ${error.message.split('\n')[0]}`);
  } finally {
    await context.close();
  }
}

/** Clicks the button of the view, and waits until the click shows, with the data still there. */
async function clickReload(page, outcome) {
  await page.evaluate((outcome) => {
    const { forgeHost } = window;
    forgeHost.changeResult = (result) => {
      if (outcome === 'fails') throw new Error('the test lets the resolver fail');
      return new Promise(() => result);
    };
  }, outcome);
  const before = await viewState(page);
  await page.frames().at(-1).getByRole('button').click();
  await page.evaluate(
    ({ outcome, text }) => {
      const now = () => window.forgeHost.frames.get('view').state;
      const shows = outcome === 'fails' ? () => !now().busy && now().text !== text : () => now().busy;
      return window.forgeHost.until(`a reload that ${outcome}`, shows);
    },
    { outcome, text: before.text },
  );
  const after = await viewState(page);
  const [firstLine] = before.text.split('\n');
  if (after.state !== 'ready' || !after.text.includes(firstLine)) throw new Error('the data is gone after a reload');
}

function viewState(page) {
  return page.evaluate(() => window.forgeHost.frames.get('view').state);
}

/** Runs in the host page. Without a state to wait for (`shows`), any text will do. */
function showFrames({ frames, shows }) {
  const host = window.forgeHost;
  for (const resource of frames) host.add(resource, resource);
  const shown = host.frames.get(frames.at(-1));
  return host.until('the frame', () => (shows ? shown.state.state === shows : shown.state.text));
}
