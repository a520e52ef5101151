// node hour.mjs < spec.json: what an hour of use leaves behind in the frames of a page.
//
// Spec: { projects: [{ name, dir, pages }], changes: 720 }. The changes of an hour, one every five seconds, come as fast as
// they are shown, to a script and three views, one of which is loaded again after every tenth. Printed as one JSON line:
// what the page and its frames hold after 40 changes, and after all of them.
import { setTimeout as delay } from 'node:timers/promises';

import { HANGS_MS, launchChromium } from './chromium/chromium.mjs';
import { startHost } from './host.mjs';
import { readSpec, runProgram } from './process.mjs';

const WARM = 40;
const METRICS = { JSHeapUsedSize: 'heap', Nodes: 'nodes', JSEventListeners: 'listeners' };

await runProgram(async () => {
  const { projects, changes = 720 } = await readSpec();
  const [project] = projects;
  const host = await startHost(projects);
  const browser = await launchChromium();
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(HANGS_MS);
  const problems = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`));
  await page.goto(host.url({ project: project.name, delivery: 'async', run: 'hour' }));
  const use = (count) => page.evaluate((number) => window.useForLong(number), count);
  problems.push(...(await use(WARM)));
  const before = await measureAtRest(page);
  problems.push(...(await use(changes)));
  process.stdout.write(`${JSON.stringify({ before, after: await measureAtRest(page), problems })}\n`);
  await browser.close();
  await host.close();
});

/** Documents of frames that were loaded again go later, on a busy machine much later: waits until nothing changes any more. */
async function measureAtRest(page) {
  let last;
  for (let now = await measure(page); ; now = await measure(page)) {
    if (last?.nodes === now.nodes && last.listeners === now.listeners) return now;
    last = now;
    await delay(1_000);
  }
}

/** What the page and its frames have, which share a process, after a collection of garbage: bytes, nodes, listeners. */
async function measure(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return Object.fromEntries(metrics.filter(({ name }) => METRICS[name]).map(({ name, value }) => [METRICS[name], value]));
}
