import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Database } from './database';

/** A file in a new folder. */
export function startDatabase(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
  const fileOf = (url: string) => url.replace(/^file:/, '');
  let count = 0;
  const another = () => `file:${join(folder, 'deep', `app-${(count += 1)}.db`)}`;
  const url = another();

  return Promise.resolve({
    url,
    another: () => Promise.resolve(another()),
    run(url, sql) {
      const database = new DatabaseSync(fileOf(url));
      const rows = /^SELECT|^PRAGMA/.test(sql) ? database.prepare(sql).all() : (database.exec(sql), []);
      database.close();
      return Promise.resolve(rows);
    },
    restored() {
      const backup = join(folder, 'backup.db');
      const env = { ...process.env, DATABASE_URL: url };
      execFileSync(process.execPath, ['bgscript/scripts/backup.mjs', backup], { env, stdio: 'pipe' });
      const restored = another();
      copyFileSync(backup, fileOf(restored));
      return Promise.resolve(restored);
    },
    stop: () => rmSync(folder, { recursive: true }),
  });
}
