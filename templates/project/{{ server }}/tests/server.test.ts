/** From the start of the server to its end, on a signal. */
import type { EventEmitter } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Platform } from '../server/app';
import { fetchText } from '../server/fetch';
import { createHttpServer, drain } from '../server/http';
import { within } from '../server/limit';
import { run } from '../server/run';
import { listen, send } from './server/client';

const mocks = vi.hoisted(() => ({ log: vi.fn(), config: {}, platform: {} }));
vi.mock('../server/log', () => ({ log: mocks.log }));
vi.mock('../server/config', () => ({ readConfig: () => mocks.config }));
vi.mock('../server/platform', () => ({ openPlatform: () => Promise.resolve(mocks.platform) }));

const close = vi.fn<() => Promise<void>>();

beforeEach(async () => {
  mocks.platform = {
    authenticate: () => Promise.reject(new Error('nobody calls')),
    ready: () => Promise.resolve(),
    close,
    details: { who: 'a test' },
  } satisfies Platform;
  const [port, metricsPort] = [await freePort(), await freePort()];
  const times = { keepAliveMs: 5_000, drainDelayMs: 200, drainMs: 300 };
  mocks.config = { port, metricsPort, host: '127.0.0.1', metricsHost: '127.0.0.1', ...times };
  close.mockReset().mockResolvedValue();
});
afterEach(() => {
  mocks.log.mockReset();
  process.removeAllListeners('uncaughtExceptionMonitor');
});

async function freePort(): Promise<number> {
  const server = createHttpServer(() => undefined);
  const port = await listen(server);
  await drain(server);
  return port;
}

/** What it has logged, without the lines for each request. */
const events = () =>
  mocks.log.mock.calls.map(([, event]) => String(event)).filter((event) => !['request', 'failed'].includes(event));
const ports = () => mocks.config as { port: number; metricsPort: number };

/** @returns the status and the header `Connection` of an answer, or why there is none. */
function ask(port: number, path: string): Promise<unknown[]> {
  return send(port, { path, headers: { connection: 'keep-alive' } }).then(
    ({ status, headers }) => [status, headers.connection],
    (reason: NodeJS.ErrnoException) => [reason.code],
  );
}

test.each(['SIGTERM', 'SIGINT'] as const)('on %s it serves for a while, and then ends', async (signal) => {
  const running = run('');
  await expect.poll(events).toEqual(['listening']);
  expect(mocks.log).toHaveBeenCalledWith('info', 'listening', { port: ports().port, who: 'a test' });
  expect(await ask(ports().port, '/readyz')).toEqual([200, 'keep-alive']);
  expect(await ask(ports().metricsPort, '/metrics')).toEqual([200, 'keep-alive']);

  process.emit(signal);
  await expect.poll(events).toEqual(['listening', 'stopping']);
  expect(await ask(ports().port, '/readyz')).toEqual([503, 'close']);
  expect(await ask(ports().port, '/healthz')).toEqual([200, 'close']);
  expect(await ask(ports().metricsPort, '/metrics')).toEqual([200, 'close']);
  expect(close).not.toHaveBeenCalled();
  await running;
  expect(close).toHaveBeenCalledOnce();
  expect(events()).toEqual(['listening', 'stopping', 'stopped']);
  expect(await ask(ports().port, '/healthz')).toEqual(['ECONNREFUSED']);
  expect(await ask(ports().metricsPort, '/metrics')).toEqual(['ECONNREFUSED']);
});

test('it ends although a client never ends and the store is never closed', async () => {
  close.mockReturnValue(new Promise(() => undefined));
  const running = run('');
  await expect.poll(events).toEqual(['listening']);
  const endless = request({ ...ports(), host: '127.0.0.1', method: 'POST', path: '/api/getData' });
  endless.on('error', () => undefined).write('a body without end');
  const start = performance.now();
  process.emit('SIGTERM');
  await running;
  expect(performance.now() - start).toBeLessThan(2_000);
  expect(events()).toEqual(['listening', 'stopping', 'not closed', 'stopped']);
  expect(mocks.log).toHaveBeenCalledWith('error', 'not closed', { reason: 'Error: closing took longer than 0.3 s' });
});

test('nothing goes on after the end', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  const server = createHttpServer((_request, response) => response.end('done'));
  const port = await listen(server);
  const before = timers();
  expect(await within(60_000, 'an answer', ask(port, '/'))).toEqual([200, 'keep-alive']);
  await drain(server, 60_000);
  await drain(server, 60_000);
  expect(timers()).toBeLessThanOrEqual(before);
});

test('without a port there are no metrics; a port that is in use ends the start', async () => {
  Object.assign(mocks.config, { metricsPort: undefined, drainDelayMs: 0 });
  const running = run('');
  await expect.poll(events).toEqual(['listening']);
  await expect(run('')).rejects.toThrow('EADDRINUSE');
  process.emit('SIGTERM');
  await running;
});

test('an error that nobody handles is logged before it ends the process', async () => {
  Object.assign(mocks.config, { drainDelayMs: 0 });
  const running = run('');
  await expect.poll(events).toEqual(['listening']);
  (process as EventEmitter).emit('uncaughtExceptionMonitor', new Error('of nobody'));
  expect(mocks.log).toHaveBeenCalledWith('error', 'crashed', {
    reason: expect.stringContaining('of nobody') as string,
  });
  process.emit('SIGTERM');
  await running;
});

test.each([
  ['never answers', () => undefined],
  ['never ends its answer', (write: () => void) => write()],
])('a service of Atlassian that %s is not waited for', async (_, answer) => {
  const server = createHttpServer((_request, response) => answer(() => response.write('half of ')));
  const url = `http://127.0.0.1:${await listen(server)}/`;
  const start = performance.now();
  await expect(fetchText(url, 100)).rejects.toThrow('timeout');
  expect(performance.now() - start).toBeLessThan(2_000);
  await drain(server, 0);
});
