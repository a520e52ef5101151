import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Database } from './database';

/**
 * A PostgreSQL server of our own on loopback, with nothing in it. Needs PostgreSQL's programs on this machine, such as
 * Debian's package `postgresql`.
 *
 * @returns undefined when they are not there.
 */
export async function startDatabase(): Promise<Database | undefined> {
  const [initdb, postgres] = ['initdb', 'postgres'].map(findProgram);
  if (!initdb || !postgres) return undefined;

  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const user = unprivileged(folder);
  execFileSync(initdb, ['-D', folder, '-U', 'test', '-A', 'trust', '--no-sync'], { ...user, stdio: 'ignore' });
  const port = await freePort();
  const server = spawn(postgres, ['-D', folder, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder], {
    ...user,
    stdio: 'ignore',
  });
  const url = `postgres://test@127.0.0.1:${port}/postgres`;
  await untilReady(url);
  let count = 0;
  const another = async () => {
    const name = `another_${(count += 1)}`;
    await run(url, `CREATE DATABASE ${name}`);
    return url.replace(/postgres$/, name);
  };
  return {
    url,
    another,
    run,
    async restored() {
      const [dump, restore] = ['pg_dump', 'pg_restore'].map(findProgram);
      if (!dump || !restore) return undefined;
      const backup = join(folder, 'backup.dump');
      const restored = await another();
      execFileSync(dump, ['--format=custom', `--file=${backup}`, url]);
      execFileSync(restore, ['--clean', '--if-exists', `--dbname=${restored}`, backup]);
      return restored;
    },
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGINT'); // "fast shutdown": does not wait for connections
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

async function run(url: string, sql: string): Promise<unknown[]> {
  const client = new Client(url);
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql);
  await client.end();
  return rows;
}

function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), ...globSync('/usr/lib/postgresql/*/bin')];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/** PostgreSQL refuses to run as root: in a container that is, it runs as the user that its package made. */
function unprivileged(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const [uid = 0, gid = 0] = ['-u', '-g'].map((what) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' })));
  chownSync(folder, uid, gid);
  return { uid, gid };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new Client(url);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (reason) {
      if (attempt === 100) throw reason;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
