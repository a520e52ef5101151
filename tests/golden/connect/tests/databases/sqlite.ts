import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database';

/** A file in a new folder. */
export function startDatabase(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-'));
  return Promise.resolve({
    url: `file:${join(folder, 'deep', 'app.db')}`,
    stop: () => rmSync(folder, { recursive: true }),
  });
}
