/**
 * The steps that make the tables, in order. When a store opens, it runs the steps that it has not run yet.
 *
 * To change the tables, add a step at the end, and never change one that has been released. While instances are
 * replaced one by one, the old release works with the new tables. So add only columns that may be empty, and drop
 * nothing that the last release still reads.
 */
export const MIGRATIONS: readonly string[] = [
  // Releases before 0.3.0 made this table without a version, so it may exist already.
  `CREATE TABLE IF NOT EXISTS installations (
    client_key TEXT PRIMARY KEY,
    base_url TEXT NOT NULL,
    sealed_secret TEXT NOT NULL
  )`,
];

/** @throws when a newer release made the tables. */
export function stepsAfter(version: number, migrations: readonly string[]): readonly string[] {
  if (version > migrations.length) {
    throw new Error(
      `its tables have version ${version}, but this release knows version ${migrations.length}: start a newer release`,
    );
  }
  return migrations.slice(version);
}
