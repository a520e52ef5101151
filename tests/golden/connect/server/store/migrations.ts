/**
 * The steps that make the tables, in order. A store runs those that it has not run yet when it opens, each one once.
 *
 * To change the tables, add a step at the end, and never change one that has been released. While instances are
 * replaced one by one, the old program works on the new tables: so add columns that may be empty, and drop nothing that
 * the last release still reads.
 */
export const MIGRATIONS: readonly string[] = [
  // Before 0.3.0 there was this table and no version, so it may be there already.
  `CREATE TABLE IF NOT EXISTS installations (
    client_key TEXT PRIMARY KEY,
    base_url TEXT NOT NULL,
    sealed_secret TEXT NOT NULL
  ) STRICT`,
];

/** @throws when the tables are of a newer program than this one. */
export function stepsAfter(version: number, migrations: readonly string[]): readonly string[] {
  if (version > migrations.length) {
    throw new Error(
      `its tables have version ${version}, and this program knows ${migrations.length}: start a newer one`,
    );
  }
  return migrations.slice(version);
}
