// node browser.mjs < spec.json: runs built Connect apps in every order of script and views, in a real browser, on
// Atlassian's real host library.
//
// Spec: { projects: [{ name, dir, databaseUrl? }], locations: [...], orders: [...], runs: 20, parallel: 4 }.
// One JSON line on stdout for each project, location and order, as it finishes; what went wrong stands in `failures`.
import { setTimeout as delay } from 'node:timers/promises';
import { launchChromium } from '../chromium/chromium.mjs';
import { readSpec, runProgram } from '../process.mjs';
import { startHost } from './host.mjs';

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
];
const LOCATIONS = ['dashboard', 'issue_view'];
/** The orders in which the script loads a second time, and in which that data is to look different. */
const CHANGING = ['script-reloaded', 'next-page'];
const MAX_FAILURES = 5;
const RUN_MS = 10 * 60_000;

await runProgram(async () => {
  const { projects, locations = LOCATIONS, orders = ORDERS, runs = 20, parallel = 4 } = await readSpec();
  const browser = await launchChromium();
  for (const project of projects) {
    const host = await startHost(project);
    const series = locations.flatMap((location) =>
      orders.map((order) => ({ project: project.name, location, order, runs })),
    );
    await runAll(browser, host, series, parallel);
    await checkLoads(host, series);
    await host.close();
  }
  await browser.close();
});

async function runAll(browser, host, series, parallel) {
  const jobs = series.flatMap((one) => {
    const results = [];
    return Array.from({ length: one.runs }, (_, run) => ({ ...one, run, results }));
  });
  const worker = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      job.results.push(await runOnce(browser, host, job));
      if (job.results.length === job.runs) report(job);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

/** A context of its own for every run: nothing can leak from one into the next. */
async function runOnce(browser, host, { order, location, run }) {
  const context = await browser.newContext();
  context.setDefaultTimeout(RUN_MS);
  const problems = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
    page.on('console', (message) => isProblem(message) && problems.push(`console: ${message.text()}`));
    page.on(
      'response',
      (answer) => answer.status() >= 400 && problems.push(`${answer.status()} for ${new URL(answer.url()).pathname}`),
    );
    if (CHANGING.includes(order)) await changeResults(context, page, host);
    await page.goto(host.url({ location, run }));
    const result = await withTimeout(page.evaluate((words) => window.runOrder(...words), [order, run]));
    const cookies = await context.cookies();
    if (cookies.length > 0) problems.push(`cookies: ${cookies.map(({ name }) => name).join()}`);
    return { ...result, run, failures: [...result.failures, ...problems] };
  } catch (error) {
    return { run, failures: [error.message, ...problems], log: [] };
  } finally {
    await context.close();
  }
}

/** What the host library says about the host page itself, which has neither jQuery nor feature flags, is no problem. */
function isProblem(message) {
  return ['error', 'warning'].includes(message.type()) && !message.text().startsWith('[ACJS]');
}

/** Lets the order tell the second load's data from the first's: answers of the API pass the order's own function. */
async function changeResults(context, page, host) {
  await context.route(`${host.app.baseUrl}/api/**`, async (route) => {
    const request = route.request();
    const { authorization, 'content-type': type } = request.headers();
    const response = await fetch(host.app.url + new URL(request.url()).pathname, {
      method: request.method(),
      headers: { authorization, 'content-type': type },
      body: request.postData(),
    });
    const result = await response.json();
    const changed = await page.evaluate((result) => window.forgeHost.changeResult(result), result);
    await route.fulfill({ status: response.status, json: changed });
  });
}

/** The server's own count of resolver calls: one for each session of a script, whatever the page believes. */
async function checkLoads(host, series) {
  const sessions = series.reduce((sum, { order, runs }) => sum + runs * (CHANGING.includes(order) ? 2 : 1), 0);
  const count = () => host.app.requests.get('/api/getData') ?? 0;
  for (const end = performance.now() + 60_000; count() < sessions && performance.now() < end; ) await delay(50); // a log comes later
  const calls = count();
  process.stderr.write(`the server answered getData ${calls} times in ${sessions} sessions\n`);
  if (calls !== sessions) throw new Error(`the server answered getData ${calls} times in ${sessions} sessions`);
}

function withTimeout(work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the page did not finish within ${RUN_MS} ms`)), RUN_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function report({ project, location, order, runs, results }) {
  const failed = results.filter(({ failures }) => failures.length > 0);
  const values = (key) => results.map((result) => result[key]).filter((value) => value !== undefined);
  const waits = values('waitsMs').flat();
  const highest = (key) => Math.max(0, ...values(key));
  const line = {
    project,
    location,
    order,
    delivery: 'async',
    runs,
    passed: runs - failed.length,
    failures: failed.slice(0, MAX_FAILURES).map(({ run, failures, log }) => ({ run, failures, log })),
    invokes: highest('invokes'),
    announcements: highest('announcements'),
    requests: highest('requests'),
    paced: results.filter(({ isPaced }) => isPaced).length,
    waitMs: { least: Math.min(...waits), median: median(waits), max: Math.max(0, ...waits) },
    readyMs: { median: median(values('readyMs')), max: highest('readyMs') },
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  process.stderr.write(`${project} ${location} ${order}: ${line.passed} of ${runs}\n`);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
