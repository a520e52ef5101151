/** From the start of the server to its end, on a signal. */
import type { EventEmitter } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Platform } from '../server/app';
import { fetchText } from '../server/fetch';
import { createHttpServer, drain } from '../server/http';
import { run } from '../server/run';
import { listen, send, sendRaw } from './server/client';

const mocks = vi.hoisted(() => ({ log: vi.fn(), config: {}, platform: {}, opened: vi.fn() }));
vi.mock('../server/log', () => ({ log: mocks.log }));
vi.mock('../server/config', () => ({ readConfig: () => mocks.config }));
vi.mock('../server/platform', () => ({
  openPlatform: (options: unknown) => (mocks.opened(options), Promise.resolve(mocks.platform)),
}));

const close = vi.fn<() => Promise<void>>();

beforeEach(async () => {
  mocks.platform = {
    authenticate: () => Promise.reject(new Error('nobody calls')),
    ready: () => Promise.resolve(),
    close,
    details: { who: 'a test' },
  } satisfies Platform;
  const [port, metricsPort] = [await freePort(), await freePort()];
  const times = { keepAliveMs: 7_000, drainDelayMs: 200, drainMs: 300 };
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
  const running = run('the build');
  await expect.poll(events).toEqual(['listening']);
  expect(mocks.opened).toHaveBeenCalledWith({ config: mocks.config, log: mocks.log, buildFolder: 'the build' });
  expect(mocks.log).toHaveBeenCalledWith('info', 'listening', { port: ports().port, who: 'a test' });
  expect(await ask(ports().port, '/readyz')).toEqual([200, 'keep-alive']);
  expect(await ask(ports().metricsPort, '/metrics')).toEqual([200, 'keep-alive']);
  const { headers } = await send(ports().port, { path: '/healthz', headers: { connection: 'keep-alive' } });
  expect(headers['keep-alive']).toBe('timeout=7');
  expect((await send(ports().metricsPort, { path: '/metrics' })).body).toMatch(/^http_connections \d/m);
  await sendRaw(ports().port, 'hello\r\n\r\n');
  expect(mocks.log).toHaveBeenCalledWith('info', 'refused', { reason: 'HPE_INVALID_METHOD' });

  process.emit(signal);
  await expect.poll(events).toEqual(['listening', 'refused', 'stopping']);
  expect(await ask(ports().port, '/readyz')).toEqual([503, 'close']);
  expect(await ask(ports().port, '/healthz')).toEqual([200, 'close']);
  expect(await ask(ports().metricsPort, '/metrics')).toEqual([200, 'close']);
  expect(close).not.toHaveBeenCalled();
  await running;
  expect(close).toHaveBeenCalledOnce();
  expect(events()).toEqual(['listening', 'refused', 'stopping', 'stopped']);
  for (const event of ['stopping', 'stopped']) expect(mocks.log).toHaveBeenCalledWith('info', event);
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
  expect(await ask(port, '/')).toEqual([200, 'keep-alive']);
  await drain(server, 60_000);
  await drain(server, 60_000);
  expect(timers()).toBeLessThanOrEqual(before);
});

test('without a port there are no metrics; a port that is in use ends the start', async () => {
  Object.assign(mocks.config, { metricsPort: undefined, drainDelayMs: 0 });
  const listening = () => process.getActiveResourcesInfo().filter((resource) => resource === 'TCPServerWrap').length;
  await expect.poll(listening).toBe(0);
  const running = run('');
  await expect.poll(events).toEqual(['listening']);
  expect(listening()).toBe(1);
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
    reason: expect.stringMatching(/of nobody\n +at /) as string,
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

test('an answer of such a service is read to its end, if it is short', async () => {
  let answer: (response: ServerResponse) => void = () => undefined;
  const server = createHttpServer((_request, response) => answer(response));
  const url = `http://127.0.0.1:${await listen(server)}/`;
  const read = (next: typeof answer) => ((answer = next), fetchText(url));
  const [first = 0, second = 0] = Buffer.from('ü');
  const inTwoParts = (response: ServerResponse) => {
    response.write(Buffer.from([first]));
    setTimeout(() => response.end(Buffer.from([second])), 20);
  };
  expect(await read(inTwoParts)).toBe('ü');
  expect(await read((response) => response.end('x'.repeat(100_000)))).toHaveLength(100_000);
  await expect(read((response) => response.end('x'.repeat(100_001)))).rejects.toThrow('more than 100000 bytes');
  expect(await read((response) => response.writeHead(204).end())).toBe('');
  expect(await read((response) => response.writeHead(404).end('no'))).toBeUndefined();
  await expect(read((response) => response.writeHead(304).end())).rejects.toThrow('answered 304');
  await expect(read((response) => response.writeHead(302, { location: url }).end())).rejects.toThrow('fetch failed');
  const closed = vi.fn();
  await expect(
    read((response) => {
      response.on('close', closed).writeHead(500).write('an error without end');
    }),
  ).rejects.toThrow('answered 500');
  await expect.poll(() => closed.mock.calls.length).toBe(1);
  await drain(server, 0);
});
