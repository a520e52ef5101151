import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Installation, Store } from './store';

/**
 * A store in one file, for an app that runs as one process. DATABASE_URL: `file:data/team-pulse.db`, or a bare path.
 *
 * @throws when the file cannot be opened, or is no database.
 */
export function openStore(databaseUrl: string): Promise<Store> {
  const file = databaseUrl.replace(/^(file|sqlite):(\/\/)?/, '');
  createPrivately(file);
  const database = new DatabaseSync(file, { timeout: 5_000 });
  // FULL: a commit is on the disk before Atlassian is told that the app is installed.
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE IF NOT EXISTS installations (
      client_key TEXT PRIMARY KEY,
      base_url TEXT NOT NULL,
      sealed_secret TEXT NOT NULL
    ) STRICT;
  `);
  const find = database.prepare(
    'SELECT client_key AS clientKey, base_url AS baseUrl, sealed_secret AS sealedSecret FROM installations WHERE client_key = ?',
  );
  const save = database.prepare('INSERT OR REPLACE INTO installations (client_key, base_url, sealed_secret) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM installations WHERE client_key = ?');

  return Promise.resolve({
    find: (clientKey) => Promise.resolve(find.get(clientKey) as Installation | undefined),
    save({ clientKey, baseUrl, sealedSecret }) {
      save.run(clientKey, baseUrl, sealedSecret);
      return Promise.resolve();
    },
    remove(clientKey) {
      remove.run(clientKey);
      return Promise.resolve();
    },
    close() {
      database.close();
      return Promise.resolve();
    },
  });
}

/** For this user's eyes only; SQLite gives the files beside it the same permissions. */
function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));
}
