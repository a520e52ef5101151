// node rolling.mjs --dir DIR [--clients 20]
// Two instances on one PostgreSQL, under load: all keys are replaced, one instance at a time, and PostgreSQL is
// restarted. A small load balancer asks each instance whether it is ready, as a real one does.
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { newKey, startApp } from '../connect/app.mjs';
import { contextToken, sendLifecycle, signPage, startAtlassian } from '../connect/atlassian.mjs';
import { freePort } from '../ports.mjs';
import { look, lookingAgent, UNUSED } from './look.mjs';
import { startPostgres } from './postgres.mjs';

const { values: options } = parseArgs({
  options: { dir: { type: 'string' }, clients: { type: 'string', default: '20' } },
});
const BASE_URL = 'http://127.0.0.1:1'; // of the balancer: tokens name it
const [OLD, NEW] = [newKey(), newKey()];
/** What the balancer has heard of an instance says nothing after this time, which is far shorter than DRAIN_DELAY_SECONDS. */
const FRESH_MS = 1_500;
const database = await startPostgres();
if (!database) {
  console.log('NOT RUN: no PostgreSQL here');
  process.exit(0);
}
const atlassian = await startAtlassian();
const agent = lookingAgent({ keepAlive: true });
const sites = Array.from({ length: 50 }, (_, index) => ({ site: `site-${index}`, secret: `the-secret-of-site-${index}` }));
const instances = [await instance([OLD]), await instance([OLD])];
let counts = {};
let end = false;
let failed = false;

for (const site of sites) await install(site, instances[0].app);
const watching = watch();
const load = Promise.all(Array.from({ length: Number(options.clients) }, client));

for (const keys of [[OLD, NEW], [NEW, OLD], [NEW]]) {
  for (const one of instances) await replace(one, keys);
  // The log tells an operator when an instance has encrypted the secrets again.
  while (keys[0] === NEW && (await keysInUse()).length > 1) await delay(50);
}
const sealed = await keysInUse();
report({ phase: 'keys replaced', ...counts, sealed, ok: onlySuccess() && sealed.length === 1 });

counts = {};
await database.stop();
await delay(1_000);
await database.start();
const start = performance.now();
for (const one of instances) while ((await ready(one)) !== 200) await delay(20);
const readyMs = Math.round(performance.now() - start);
await delay(1_000);
const during = counts;
report({ phase: 'PostgreSQL restarted', ...during, readyMs, ok: Object.keys(during).every((key) => /20[04]$|503$/.test(key)) });

counts = {};
await delay(2_000);
report({ phase: 'after that', ...counts, ok: onlySuccess() });

end = true;
await load;
await watching;
for (const { app } of instances) {
  app.child.kill('SIGTERM');
  await app.exited;
}
agent.destroy();
atlassian.close();
await database.remove();
process.exit(failed ? 1 : 0);

async function instance(keys, port) {
  port ??= await freePort();
  const env = { APP_BASE_URL: BASE_URL, APP_SECRET_KEYS: keys.join(), APP_SECRET_KEY: '', DRAIN_DELAY_SECONDS: '4' };
  const app = await startApp({ dir: options.dir, databaseUrl: database.url, keysUrl: atlassian.keysUrl, env, port });
  return { app: { ...app, baseUrl: BASE_URL }, isReady: true, heardAt: performance.now() };
}

/** As an orchestrator does: SIGTERM, wait for the end, start anew. */
async function replace(one, keys) {
  one.app.child.kill('SIGTERM');
  const [code] = await one.app.exited;
  if (code !== 0) counts[`exit ${code}`] = 1;
  Object.assign(one, await instance(keys, one.app.port), { isReady: false });
  while (!one.isReady) await delay(20);
}

async function watch() {
  while (!end) {
    await Promise.all(instances.map(listenTo));
    await delay(100);
  }
}

async function listenTo(one) {
  const heardAt = performance.now(); // the answer is newer
  Object.assign(one, { isReady: (await ready(one)) === 200, heardAt });
}

async function ready({ app }) {
  const asked = fetch(`${app.url}/readyz`, { signal: AbortSignal.timeout(5_000) });
  return asked.then(({ status }) => status, () => 0);
}

async function client(_, id) {
  for (let turn = id; !end; turn++) {
    const site = sites[turn % sites.length];
    // A busy machine may keep this program waiting, while an instance stops.
    while (!end && instances.some(({ heardAt }) => performance.now() - heardAt > FRESH_MS)) await delay(20);
    // While the database is away no instance is ready; requests go on all the same.
    const choice = instances.filter(({ isReady }) => isReady);
    const { app } = choice[turn % choice.length] ?? instances[turn % 2];
    const into = counts; // of the phase in which it is sent
    const kind = turn % 50 === 0 ? 'install' : turn % 2 ? 'page' : 'api';
    await look();
    const status = await send(kind, site, app).catch((error) => error.code ?? error.message);
    if (status === UNUSED) continue;
    into[`${kind} ${status}`] = (into[`${kind} ${status}`] ?? 0) + 1;
  }
}

function send(kind, site, app) {
  if (kind === 'install') return install(site, app);
  if (kind === 'page') return ask(app, 'GET', signPage(site, '/view/issue_view', { x: '1' }), {});
  return ask(app, 'POST', '/api/getData', { authorization: `JWT ${contextToken(site)}` }, 'null');
}

function install(site, app) {
  return sendLifecycle(atlassian, app, 'installed', site, agent);
}

function ask(app, method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: app.port, method, path, headers, agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject).end(body);
  });
}

function keysInUse() {
  return database.query("SELECT split_part(sealed_secret, '.', 1) AS key, count(*)::int FROM installations GROUP BY 1");
}

function onlySuccess() {
  return Object.keys(counts).every((key) => /20[04]$/.test(key));
}

function report(line) {
  console.log(JSON.stringify(line));
  if (!line.ok) failed = true;
}
