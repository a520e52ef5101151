/** Starts the server, and stops it when it is told to. */
import { once } from 'node:events';
import { join } from 'node:path';
import { createApp } from './app';
import { isLoopback, readConfig } from './config';
import { createHttpServer, drain } from './http';
import { log } from './log';
import { openStore } from './store';
import type { Store } from './store/store';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const store = await open(config.databaseUrl);
  const buildFolder = join(import.meta.dirname, '..');
  const server = createHttpServer(createApp({ config, store, log, buildFolder }));

  // An app at a loopback address is in development: nobody else has business with it.
  server.listen(config.port, isLoopback(config.baseUrl) ? '127.0.0.1' : undefined);
  await once(server, 'listening');
  log('info', 'listening', { port: config.port, baseUrl: config.baseUrl });

  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  log('info', 'stopping');
  await drain(server);
  await store.close();
  log('info', 'stopped');
}

async function open(databaseUrl: string): Promise<Store> {
  try {
    return await openStore(databaseUrl);
  } catch (reason) {
    throw new Error(`the store that DATABASE_URL names cannot be opened: ${String(reason)}`, { cause: reason });
  }
}

main().catch((reason: unknown) => {
  const message = reason instanceof Error ? reason.message : String(reason);
  process.stderr.write(`error: ${message}\n`);
  process.exit(1);
});
