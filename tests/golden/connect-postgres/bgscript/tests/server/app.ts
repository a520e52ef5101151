/** The app on a real port, with a database of its own. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../server/app';
import { readConfig } from '../../server/config';
import { createHttpServer, drain } from '../../server/http';
import { createMetrics } from '../../server/metrics';
import { createPlatform } from '../../server/platform';
import type { Installation, Store } from '../../server/store/store';
import { openStore } from '../../server/store';
import { MIGRATIONS } from '../../server/store/migrations';
import { startDatabase } from '../databases/postgres';
import { listen, send, sendRaw, type Request } from './client';

export const BASE_URL = 'https://app.example.com';

export type App = Awaited<ReturnType<typeof startApp>>;

/** @param store the store to use instead of a new one in an empty database. */
export async function startApp(keysUrl: string, store?: Store) {
  const folder = mkdtempSync(join(tmpdir(), 'connect-app-'));
  const buildFolder = buildPages(folder);
  const database = store ? undefined : await startDatabase();
  const config = readConfig({
    APP_BASE_URL: BASE_URL,
    APP_SECRET_KEYS: randomBytes(32).toString('base64'),
    DATABASE_URL: database?.url ?? 'postgres://not-used/',
    CONNECT_INSTALL_KEYS_URL: keysUrl,
  });
  const opened = store ?? (database ? await openStore(config, MIGRATIONS, 60_000) : inMemory());
  const entries: string[] = [];
  const log = (...entry: unknown[]) => entries.push(JSON.stringify(entry));
  const platform = createPlatform({ config, store: opened, log, buildFolder });
  const server = createHttpServer(createApp({ platform, log, metrics: createMetrics(), state: { stopping: false } }));
  const port = await listen(server);

  return {
    /** All lines of the log so far. */
    log: entries,
    server,
    databaseUrl: config.databaseUrl,
    send: (request: Request) => send(port, request),
    sendRaw: (bytes: string) => sendRaw(port, bytes),
    async close() {
      await drain(server);
      await opened.close();
      await database?.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** For where there is no PostgreSQL: what the server answers can be tested all the same. */
function inMemory(): Store {
  const saved = new Map<string, Installation>();
  return {
    save: (installation) => Promise.resolve(void saved.set(installation.clientKey, installation)),
    find: (clientKey) => Promise.resolve(saved.get(clientKey)),
    remove: (clientKey) => Promise.resolve(void saved.delete(clientKey)),
    list: () => Promise.resolve([]),
    replaceSecret: () => Promise.resolve(false),
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** A minimal replacement for the output of the script `build`: these tests need no build. */
function buildPages(folder: string): string {
  for (const name of ['background', 'view']) {
    mkdirSync(join(folder, name, 'assets'), { recursive: true });
    writeFileSync(join(folder, name, 'index.html'), `<title>${name}</title><script src="./assets/index.js"></script>`);
    writeFileSync(join(folder, name, 'assets', 'index.js'), '// the script');
    writeFileSync(join(folder, name, 'assets', 'index-Dq3x_9aB.js'), '// the script '.repeat(1000));
  }
  return folder;
}
