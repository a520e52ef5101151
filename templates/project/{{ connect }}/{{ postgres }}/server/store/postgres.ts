import { Pool } from 'pg';
import type { Installation, Store } from './store';

/** Any number that nobody else locks: instances that start together create the table one after the other. */
const SETUP_LOCK = 7_316_504;

/**
 * A store in PostgreSQL, for an app that runs as several processes. DATABASE_URL: `postgres://user:password@host/name`.
 *
 * @throws when the server cannot be reached within five seconds.
 */
export async function openStore(databaseUrl: string): Promise<Store> {
  const pool = new Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000, query_timeout: 5_000 });
  // An idle connection that breaks is replaced by the next query. Without a listener it would end the process.
  pool.on('error', () => undefined);
  try {
    await pool.query(`
      SELECT pg_advisory_xact_lock(${SETUP_LOCK});
      CREATE TABLE IF NOT EXISTS installations (
        client_key TEXT PRIMARY KEY,
        base_url TEXT NOT NULL,
        sealed_secret TEXT NOT NULL
      );
    `);
  } catch (reason) {
    await pool.end();
    throw reason;
  }

  return {
    async find(clientKey) {
      const { rows } = await pool.query<Installation>(
        'SELECT client_key AS "clientKey", base_url AS "baseUrl", sealed_secret AS "sealedSecret" FROM installations WHERE client_key = $1',
        [clientKey],
      );
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
    close: () => pool.end(),
  };
}
