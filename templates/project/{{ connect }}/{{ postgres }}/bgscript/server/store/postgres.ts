import { Pool } from 'pg';
import { MIGRATIONS, stepsAfter } from './migrations';
import type { Installation, Store } from './store';

/** The number of the lock under which instances that start together run the migrations one after the other. */
const SETUP_LOCK = 7_316_504;

/** How long to wait for a connection, and for the answer to a query. */
const LIMIT_MS = 5_000;

const COLUMNS = 'client_key AS "clientKey", base_url AS "baseUrl", sealed_secret AS "sealedSecret"';

/**
 * A store in PostgreSQL, for an app that runs as several processes. DATABASE_URL: `postgres://user:password@host/name`.
 *
 * @throws when the server cannot be reached within five seconds.
 */
export async function openStore(
  { databaseUrl, databasePoolSize }: { databaseUrl: string; databasePoolSize: number },
  migrations: readonly string[] = MIGRATIONS,
  limitMs = LIMIT_MS,
): Promise<Store> {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: databasePoolSize,
    connectionTimeoutMillis: limitMs,
    query_timeout: limitMs,
  });
  // The next query replaces an idle connection that broke. Without a listener, the error would end the process.
  pool.on('error', () => undefined);
  try {
    await migrate(pool, migrations);
  } catch (reason) {
    await pool.end();
    throw reason;
  }

  return {
    async find(clientKey) {
      const query = `SELECT ${COLUMNS} FROM installations WHERE client_key = $1`;
      const { rows } = await pool.query<Installation>({ name: 'find', text: query, values: [clientKey] });
      return rows[0];
    },
    async save({ clientKey, baseUrl, sealedSecret }) {
      await pool.query(
        `INSERT INTO installations (client_key, base_url, sealed_secret) VALUES ($1, $2, $3)
         ON CONFLICT (client_key) DO UPDATE SET base_url = excluded.base_url, sealed_secret = excluded.sealed_secret`,
        [clientKey, baseUrl, sealedSecret],
      );
    },
    async remove(clientKey) {
      await pool.query('DELETE FROM installations WHERE client_key = $1', [clientKey]);
    },
    async list(after, limit) {
      const { rows } = await pool.query<Installation>(
        `SELECT ${COLUMNS} FROM installations WHERE client_key > $1 ORDER BY client_key LIMIT $2`,
        [after, limit],
      );
      return rows;
    },
    async replaceSecret(clientKey, from, to) {
      const { rowCount } = await pool.query(
        'UPDATE installations SET sealed_secret = $3 WHERE client_key = $1 AND sealed_secret = $2',
        [clientKey, from, to],
      );
      return rowCount === 1;
    },
    async check() {
      await pool.query('SELECT 1 FROM installations LIMIT 1');
    },
    close: () => pool.end(),
  };
}

/** Runs all steps or none. Another process that starts at the same time waits, and then has no steps to run. */
async function migrate(pool: Pool, migrations: readonly string[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [SETUP_LOCK]);
    await client.query('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
    const { rows } = await client.query<{ version: number }>('SELECT version FROM schema_version');
    for (const step of stepsAfter(rows[0]?.version ?? 0, migrations)) await client.query(step);
    await client.query('DELETE FROM schema_version');
    await client.query('INSERT INTO schema_version (version) VALUES ($1)', [migrations.length]);
    await client.query('COMMIT');
    client.release();
  } catch (reason) {
    client.release(true); // closes the connection, which rolls the transaction back
    throw reason;
  }
}
