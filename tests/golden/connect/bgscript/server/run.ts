/** Starts the server, and stops it on SIGTERM or SIGINT. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createApp } from './app';
import { readConfig } from './config';
import { createHttpServer } from './http';
import { within } from './limit';
import { log } from './log';
import { createMetrics } from './metrics';
import { openPlatform } from './platform';
import { closeAfterAnswers, drain, settle } from './stop';

/** @param buildFolder the folder that the script `build` writes. */
export async function run(buildFolder: string): Promise<void> {
  process.on('uncaughtExceptionMonitor', (reason) =>
    log('error', 'crashed', { reason: reason.stack ?? reason.message }),
  );
  const config = readConfig(process.env);
  const platform = await openPlatform({ config, log, buildFolder });
  const metrics = createMetrics();
  const state = { stopping: false };

  const server = createHttpServer(createApp({ platform, log, metrics, state }), {
    keepAliveMs: config.keepAliveMs,
    onRefused: (reason) => log('info', 'refused', { reason }),
  });
  metrics.watch(server);
  // before the server listens: a signal that comes while it starts stops it as well
  const stopSignal = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await listen(server, config.port, config.host);
  const metricsServer = createHttpServer(metrics.answer);
  if (config.metricsPort !== undefined) await listen(metricsServer, config.metricsPort, config.metricsHost);
  log('info', 'listening', { port: config.port, ...platform.details });

  await stopSignal;
  log('info', 'stopping');
  state.stopping = true; // /readyz fails now, so that load balancers send requests elsewhere
  for (const one of [server, metricsServer]) closeAfterAnswers(one);
  await delay(config.drainDelayMs);
  await settle(server);
  await Promise.all([drain(server, config.drainMs), drain(metricsServer, config.drainMs)]);
  await within(config.drainMs, 'closing', platform.close()).catch((reason: unknown) => {
    log('error', 'not closed', { reason: String(reason) });
  });
  log('info', 'stopped');
}

async function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}
