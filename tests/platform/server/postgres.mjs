// A PostgreSQL server of our own on loopback, which can be stopped and started. Needs PostgreSQL's programs.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../connect/atlassian.mjs';

const { Client } = createRequire(import.meta.url)('pg');

/** @returns undefined when the programs are not there. */
export async function startPostgres() {
  const folders = [...process.env.PATH.split(':'), ...globSync('/usr/lib/postgresql/*/bin')];
  const programs = folders.find((folder) => existsSync(join(folder, 'initdb')));
  if (!programs) return undefined;

  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const user = unprivileged(folder);
  execFileSync(join(programs, 'initdb'), ['-D', folder, '-U', 'test', '-A', 'trust', '--no-sync'], { ...user, stdio: 'ignore' });
  const port = await freePort();
  const url = `postgres://test@127.0.0.1:${port}/postgres`;
  let server;

  async function start() {
    server = spawn(join(programs, 'postgres'), ['-D', folder, '-p', port, '-h', '127.0.0.1', '-k', folder], { ...user, stdio: 'ignore' });
    while (!(await answers(url))) await delay(50);
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

/** PostgreSQL refuses to run as root: in a container that is, it runs as the user that its package made. */
function unprivileged(folder) {
  if (process.getuid() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((what) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' })));
  chownSync(folder, uid, gid);
  return { uid, gid };
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
