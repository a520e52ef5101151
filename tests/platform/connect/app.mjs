// The built app as its own process, as `npm start` runs it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../ports.mjs';

/**
 * @param {{ dir: string, databaseUrl: string, keysUrl: string, secretKey?: string, env?: object, port?: number, name?: string }} options
 * @returns {Promise<App>} once it listens
 * @throws with what it said on stderr when it ends instead
 */
export async function startApp({
  dir,
  databaseUrl,
  keysUrl,
  secretKey = newKey(),
  env = {},
  port,
  name = '127.0.0.1',
}) {
  port ??= await freePort();
  const baseUrl = `http://${name}:${port}`;
  const main = ['main.js', 'main.mjs'].map((file) => join(dir, 'build/server', file)).find(existsSync);
  const child = spawn(process.execPath, ['--enable-source-maps', main], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      APP_BASE_URL: baseUrl,
      APP_SECRET_KEY: secretKey,
      DATABASE_URL: databaseUrl,
      CONNECT_INSTALL_KEYS_URL: keysUrl,
      ...env,
    },
  });
  process.on('exit', () => child.kill('SIGKILL')); // whichever way this program ends, the app does not stay behind
  const log = [];
  let errors = '';
  child.stderr.on('data', (bytes) => (errors += bytes));
  const exited = once(child, 'close'); // after all that it said
  await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = JSON.parse(line);
      if (entry.event !== 'request') log.push(entry);
      else requests.set(entry.path, (requests.get(entry.path) ?? 0) + 1);
      if (entry.event === 'listening') resolve();
    });
    exited.then(([code]) => reject(new Error(`the app ended with ${code}: ${errors}`)));
  });
  return {
    child,
    key: keyOf(dir),
    url: `http://127.0.0.1:${port}`,
    baseUrl,
    port,
    secretKey,
    log,
    requests,
    exited,
    errors: () => errors,
  };
}

/** Connect apps have one, and are told of it with every install. */
function keyOf(dir) {
  const file = join(dir, 'atlassian-connect.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).key : undefined;
}

const requests = new Map();

export function newKey() {
  return randomBytes(32).toString('base64');
}
