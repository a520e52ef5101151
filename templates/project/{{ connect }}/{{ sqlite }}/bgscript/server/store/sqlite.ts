import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { MIGRATIONS, stepsAfter } from './migrations';
import type { Installation, Store } from './store';

/** How long to wait for another process that has locked the file. */
const BUSY_MS = 5_000;
const BUSY_STEP_MS = 20;

const COLUMNS = 'client_key AS clientKey, base_url AS baseUrl, sealed_secret AS sealedSecret';

/**
 * A store in one file, for an app that runs as one process. DATABASE_URL: `file:data/team-pulse.db`, or a bare path.
 *
 * @throws when the file cannot be opened, or is not a database.
 */
export async function openStore(
  { databaseUrl }: { databaseUrl: string },
  migrations: readonly string[] = MIGRATIONS,
): Promise<Store> {
  const database = await openFile(databaseUrl.replace(/^(file|sqlite):(\/\/)?/, ''));
  try {
    await whenFree(() => migrate(database, migrations));
  } catch (reason) {
    database.close();
    throw reason;
  }
  const find = database.prepare(`SELECT ${COLUMNS} FROM installations WHERE client_key = ?`);
  const list = database.prepare(
    `SELECT ${COLUMNS} FROM installations WHERE client_key > ? ORDER BY client_key LIMIT ?`,
  );
  const save = database.prepare(
    'INSERT OR REPLACE INTO installations (client_key, base_url, sealed_secret) VALUES (?, ?, ?)',
  );
  const replace = database.prepare(
    'UPDATE installations SET sealed_secret = ? WHERE client_key = ? AND sealed_secret = ?',
  );
  const remove = database.prepare('DELETE FROM installations WHERE client_key = ?');

  return {
    find: (clientKey) => whenFree(() => find.get(clientKey) as Installation | undefined),
    save: ({ clientKey, baseUrl, sealedSecret }) => whenFree(() => void save.run(clientKey, baseUrl, sealedSecret)),
    remove: (clientKey) => whenFree(() => void remove.run(clientKey)),
    list: (after, limit) => whenFree(() => list.all(after, limit) as unknown as Installation[]),
    replaceSecret: (clientKey, from, to) => whenFree(() => replace.run(to, clientKey, from).changes === 1),
    check: () => whenFree(() => void find.get(null), 0),
    close: () => Promise.resolve(database.close()),
  };
}

/** Opens the file so that changes survive a crash of the machine, not only of the process. */
export async function openFile(file: string): Promise<DatabaseSync> {
  createPrivately(file);
  // Without a timeout of SQLite's own, which would block the process while it waits. See `whenFree`.
  const database = new DatabaseSync(file);
  try {
    // FULL: a commit is on the disk before Atlassian gets the answer to an install.
    await whenFree(() => database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL'));
    return database;
  } catch (reason) {
    database.close();
    throw reason;
  }
}

/** Runs `run` as soon as no other process locks the file. Requests are answered while it waits. */
async function whenFree<T>(run: () => T, waitMs = BUSY_MS): Promise<T> {
  const end = Date.now() + waitMs;
  for (;;) {
    try {
      return run();
    } catch (reason) {
      if (!isBusy(reason) || Date.now() >= end) throw reason;
    }
    await delay(BUSY_STEP_MS);
  }
}

/** SQLITE_BUSY is 5; its extended codes have that in their last byte. */
function isBusy(reason: unknown): boolean {
  const { errcode = 0 } = reason as { errcode?: number };
  return (errcode & 0xff) === 5;
}

/** Runs all steps or none. Another process that starts at the same time waits, and then has no steps to run. */
function migrate(database: DatabaseSync, migrations: readonly string[]): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    for (const step of stepsAfter(version, migrations)) database.exec(step);
    database.exec(`PRAGMA user_version = ${migrations.length}; COMMIT`);
  } catch (reason) {
    database.exec('ROLLBACK');
    throw reason;
  }
}

/** Makes the file readable for this user only. SQLite gives its other files the same permissions. */
function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));
}
