// node ports.mjs --dir DIR
// Which of the ports of a project's built server another machine could reach. 127.0.0.2 stands for another machine: a
// port that listens on 127.0.0.1 refuses it, and one that listens on all addresses does not. Prints one JSON line for
// each environment.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startApp } from '../connect/app.mjs';
import { freePort } from '../ports.mjs';

const { values: options } = parseArgs({ options: { dir: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'ports-'));
const port = await freePort();
/** As in production: with an address of this machine, only this machine can reach the app. */
const PUBLIC = {
  APP_BASE_URL: 'https://app.example.com',
  FORGE_KEYS_URL: 'https://keys.example.com',
  FORGE_APP_ID: 'ari:cloud:ecosystem::app/11111111-1111-1111-1111-111111111111',
};

for (const env of [{}, { METRICS_HOST: '0.0.0.0' }]) {
  const server = await startApp({
    dir: options.dir,
    databaseUrl: `file:${folder}/app.db`,
    keysUrl: 'https://keys.example.com',
    env: { ...PUBLIC, ...env, METRICS_PORT: String(port) },
  });
  const [app, metrics] = await Promise.all([
    reach(server.port, '/healthz'),
    reach(port, '/metrics'),
  ]);
  console.log(JSON.stringify({ ...env, app, metrics }));
  server.child.kill('SIGTERM');
  await server.exited;
}
rmSync(folder, { recursive: true });

async function reach(port, path) {
  const statuses = ['127.0.0.1', '127.0.0.2'].map((host) =>
    fetch(`http://${host}:${port}${path}`).then(({ status }) => status, ({ cause }) => cause.code),
  );
  return Promise.all(statuses);
}
