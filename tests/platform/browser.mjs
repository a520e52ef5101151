// node browser.mjs < spec.json: runs projects in every order of script and views, in a real browser.
//
// Spec: { projects: [{ name, dir, pages }], orders: [...], runs: 20, delivery: ['async', 'sync'], parallel: 4 }.
// One JSON line on stdout for each project, order and delivery, as it finishes; what went wrong stands in `failures`.
import { launchChromium } from './chromium/chromium.mjs';
import { startHost } from './host.mjs';
import { readSpec, runProgram } from './process.mjs';

/** What pages/orders.js knows how to arrange. */
const ORDERS = [
  'script-first',
  'view-first',
  'both-at-once',
  'script-late',
  'view-late',
  'script-reloaded',
  'next-page',
  'twenty-views',
  'twenty-views-late',
  'theme-late',
  'preview',
  'strange-data',
  'hundred-views',
];
/** In these orders the app writes errors to the console, as it should. */
const REPORTING = ['strange-data'];
const MAX_FAILURES = 5;
/** Far longer than the pages' own waiting: a page that does not even come to its end is a failure as well. */
const RUN_MS = 10 * 60_000;

await runProgram(async () => {
  const { projects, orders = ORDERS, runs = 20, delivery = ['async', 'sync'], parallel = 4 } = await readSpec();
  const unknown = orders.filter((order) => !ORDERS.includes(order));
  if (unknown.length > 0) throw new Error(`unknown order ${unknown.join(', ')}; there are: ${ORDERS.join(', ')}`);
  const host = await startHost(projects);
  const browser = await launchChromium();
  const series = orders.flatMap((order) =>
    delivery.flatMap((mode) => projects.map(({ name }) => ({ project: name, order, delivery: mode, runs }))),
  );
  await runAll(browser, host, series, parallel);
  await browser.close();
  await host.close();
});

/** Works through all runs of all series, `parallel` at a time, and prints a series when its last run is done. */
async function runAll(browser, host, series, parallel) {
  const jobs = series.flatMap((one) => {
    const results = [];
    return Array.from({ length: one.runs }, (_, run) => ({ ...one, run, results }));
  });
  let next = 0;
  const worker = async () => {
    while (next < jobs.length) {
      const id = next++;
      const job = jobs[id];
      job.results.push(await runOnce(browser, host, job, `r${id}`));
      if (job.results.length === job.runs) report(job);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

/** A context of its own for every run: nothing can leak from one into the next. */
async function runOnce(browser, host, { project, order, delivery, run }, id) {
  const context = await browser.newContext();
  context.setDefaultTimeout(RUN_MS);
  const problems = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
    const isSilent = !REPORTING.includes(order);
    page.on('console', (message) => {
      if (message.type() === 'error' && isSilent) problems.push(`console: ${message.text()}`);
    });
    await page.goto(host.url({ project, delivery, run: id }));
    const result = await withTimeout(page.evaluate((words) => window.runOrder(...words), [order, run]));
    return { ...result, run, failures: [...result.failures, ...problems] };
  } catch (error) {
    return { run, failures: [error.message, ...problems], log: [] };
  } finally {
    await context.close();
  }
}

function withTimeout(work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the page did not finish within ${RUN_MS} ms`)), RUN_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function report({ project, order, delivery, runs, results }) {
  const failed = results.filter(({ failures }) => failures.length > 0);
  const waits = values(results, 'waitsMs').flat();
  const line = {
    project,
    order,
    delivery,
    runs,
    passed: runs - failed.length,
    failures: failed.slice(0, MAX_FAILURES).map(({ run, failures, log }) => ({ run, failures, log })),
    invokes: highest(results, 'invokes'),
    announcements: highest(results, 'announcements'),
    requests: highest(results, 'requests'),
    paced: results.filter(({ isPaced }) => isPaced).length,
    waitMs: { least: Math.min(...waits), median: median(waits), max: Math.max(0, ...waits) },
    readyMs: { median: median(values(results, 'readyMs')), max: highest(results, 'readyMs') },
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  process.stderr.write(`${project} ${order} ${delivery}: ${line.passed} of ${runs}\n`);
}

function values(results, key) {
  return results.map((result) => result[key]).filter((value) => value !== undefined);
}

function highest(results, key) {
  return Math.max(0, ...values(results, key));
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
