// node load.mjs --dir DIR [--seconds 30] [--clients 200] [--database-url …]
// Many clients at once against the built app on loopback: pages, API, re-installs and refusals, all checked.
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startApp } from './app.mjs';
import { contextToken, install, sendLifecycle, signPage, startAtlassian } from './atlassian.mjs';

const { values: options } = parseArgs({
  options: {
    dir: { type: 'string' },
    seconds: { type: 'string', default: '30' },
    clients: { type: 'string', default: '200' },
    'database-url': { type: 'string' },
  },
});
const SITES = 50;
const WARM_UP_MS = 3_000;
/** After each part all clients rest, and the memory is looked at. A part has a share of the time, and so many requests. */
const PARTS = 3;
const LEAST_REQUESTS = 5_000;

const folder = mkdtempSync(join(tmpdir(), 'connect-load-'));
const atlassian = await startAtlassian();
const app = await startApp({
  dir: options.dir,
  keysUrl: atlassian.keysUrl,
  databaseUrl: options['database-url'] ?? `file:${join(folder, 'app.db')}`,
  env: { NODE_OPTIONS: `--import ${new URL('gc-probe.mjs', import.meta.url)}` },
});
const sites = Array.from({ length: SITES }, (_, index) => ({
  site: `site-${index}`,
  secret: `secret-of-site-${index}`,
}));
for (const site of sites) await install(atlassian, app, site);

const agent = new Agent({ keepAlive: true, maxSockets: Number(options.clients) });
const times = { page: [], api: [], install: [], refusal: [] };
const errors = new Map();
const rss = [];
const begin = performance.now();
const part = { end: begin, requests: 0 };
const sampler = setInterval(() => rss.push(rssOf(app.child.pid)), 1_000);
for (let number = 1; number <= PARTS; number += 1) {
  Object.assign(part, { end: begin + (Number(options.seconds) * 1000 * number) / PARTS, requests: 0 });
  await Promise.all(Array.from({ length: Number(options.clients) }, client));
  await probe();
}
clearInterval(sampler);

const count = Object.values(times).reduce((sum, { length }) => sum + length, 0);
const seconds = (performance.now() - begin) / 1000;
console.log(
  `${options.clients} clients, ${seconds.toFixed(0)} s: ${count} requests, ${Math.round(count / seconds)} a second`,
);
console.log(
  `errors: ${[...errors.values()].reduce((sum, n) => sum + n, 0)} ${JSON.stringify(Object.fromEntries(errors))}`,
);
for (const [kind, list] of Object.entries(times)) {
  list.sort((a, b) => a - b);
  console.log(
    `${kind.padEnd(8)} ${String(list.length).padStart(7)}  p50 ${at(list, 0.5)} ms  p99 ${at(list, 0.99)} ms  max ${at(list, 1)} ms`,
  );
}
const after = rss.slice(Math.floor(WARM_UP_MS / 1000));
console.log(`RSS in MB: ${rss.map((kb) => Math.round(kb / 1024)).join(' ')}`);
console.log(
  `RSS first half ${mb(mean(after.slice(0, after.length / 2)))}, second half ${mb(mean(after.slice(after.length / 2)))} MB`,
);
agent.destroy();
app.child.kill('SIGTERM');
const [code] = await app.exited;
console.log(`SIGTERM: exit ${code}, last log: ${app.log.at(-1)?.event}`);
console.log(`after garbage collection, in MB, after each part:\n${app.errors()}`);
atlassian.close();
rmSync(folder, { recursive: true });
process.exit(errors.size > 0 || code !== 0 ? 1 : 0);

async function client(_, id) {
  for (let turn = id; performance.now() < part.end || part.requests < LEAST_REQUESTS; turn++) {
    part.requests += 1;
    const site = sites[turn % SITES];
    const kind = turn % 100 === 99 ? 'install' : turn % 10 === 9 ? 'refusal' : turn % 2 ? 'page' : 'api';
    const start = performance.now();
    const problem = await run(kind, site).catch((error) => error.code ?? error.message);
    const ms = performance.now() - start;
    if (start > begin + WARM_UP_MS) times[kind].push(ms);
    if (problem) errors.set(problem, (errors.get(problem) ?? 0) + 1);
  }
}

/** Collects the app's garbage, and waits until it has said what is left. */
async function probe() {
  const before = app.errors().length;
  app.child.kill('SIGUSR2');
  while (!app.errors().slice(before).includes('\n')) await delay(20);
}

async function run(kind, site) {
  switch (kind) {
    case 'page':
      return expect(200, await send('GET', signPage(site, '/view/dashboard', { x: '1' })), '<div id="root">');
    case 'api':
      return expect(
        200,
        await send('POST', '/api/getData', { authorization: `JWT ${contextToken(site)}` }, 'null'),
        'loadedAt',
      );
    case 'refusal':
      return expect(401, await send('GET', signPage({ ...site, secret: 'wrong' }, '/view/dashboard')), 'Unauthorized');
    case 'install': {
      const status = await sendLifecycle(atlassian, app, 'installed', site);
      return status === 204 ? undefined : `install answered ${status}`;
    }
  }
}

function expect(status, answer, text) {
  if (answer.status !== status) return `${answer.status} instead of ${status}`;
  if (!answer.body.includes(text)) return `a ${status} without ${text}`;
}

function send(method, path, headers = {}, body) {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: app.port, method, path, headers, agent }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (part) => (text += part))
        .on('end', () => resolve({ status: response.statusCode, body: text }));
    });
    sent.on('error', reject).end(body);
  });
}

function rssOf(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
}

function at(sorted, share) {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}

function mean(list) {
  return list.reduce((sum, n) => sum + n, 0) / list.length;
}

function mb(kb) {
  return Math.round(kb / 1024);
}
