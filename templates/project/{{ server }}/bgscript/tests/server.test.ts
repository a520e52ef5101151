/** From the start of the server to its end, on a signal. */
import type { EventEmitter } from 'node:events';
import { request, type ServerResponse } from 'node:http';
import { Server, type AddressInfo } from 'node:net';
import type * as timers from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Platform } from '../server/app';
import { fetchText } from '../server/fetch';
import { createHttpServer, drain } from '../server/http';
import { run } from '../server/run';
import { listen, send, sendRaw } from './server/client';
import { SOON, stepsOf } from './server/steps';

const mocks = vi.hoisted(() => ({
  log: vi.fn(),
  config: {},
  platform: {},
  opened: vi.fn(),
  /** In place of a delay, if it returns something. */
  delay: vi.fn<(ms: number) => Promise<void> | undefined>(),
}));
vi.mock('node:timers/promises', async (original) => {
  const real = await original<typeof timers>();
  return { ...real, setTimeout: (ms: number) => mocks.delay(ms) ?? real.setTimeout(ms) };
});
vi.mock('../server/log', () => ({ log: mocks.log }));
vi.mock('../server/config', () => ({ readConfig: () => mocks.config }));
vi.mock('../server/platform', () => ({
  openPlatform: (options: unknown) => (mocks.opened(options), Promise.resolve(mocks.platform)),
}));

const close = vi.fn<() => Promise<void>>();
const listened = vi.spyOn(Server.prototype, 'listen');

beforeEach(() => {
  mocks.platform = {
    authenticate: () => Promise.reject(new Error('nobody calls')),
    ready: () => Promise.resolve(),
    close,
    details: { who: 'a test' },
  } satisfies Platform;
  const times = { keepAliveMs: 7_000, drainDelayMs: 200, drainMs: 300 };
  mocks.config = { port: 0, metricsPort: 0, host: '127.0.0.1', metricsHost: '127.0.0.1', ...times };
  mocks.delay.mockReset();
  listened.mockClear();
  close.mockReset().mockResolvedValue();
});
afterEach(() => {
  mocks.log.mockReset();
  process.removeAllListeners('uncaughtExceptionMonitor');
});

afterAll(() => listened.mockRestore());

/** The ports of the app and of its metrics, once it listens: the system chooses ports that are free. */
const ports = () => (listened.mock.contexts as Server[]).map((server) => (server.address() as AddressInfo).port);

/** What it has logged, without the lines for each request. */
const events = () =>
  mocks.log.mock.calls.map(([, event]) => String(event)).filter((event) => !['request', 'failed'].includes(event));

/** @returns the status and the header `Connection` of an answer, or why there is none. */
function ask(port: number, path: string): Promise<unknown[]> {
  return send(port, { path, headers: { connection: 'keep-alive' } }).then(
    ({ status, headers }) => [status, headers.connection],
    (reason: NodeJS.ErrnoException) => [reason.code],
  );
}

test.each(['SIGTERM', 'SIGINT'] as const)('on %s it serves for a while, and then ends', async (signal) => {
  let isOver = (): void => undefined; // this while
  const over = new Promise<void>((resolve) => (isOver = resolve));
  mocks.delay.mockImplementation((ms) => (ms === 200 ? over : undefined));
  const running = run('the build');
  await expect.poll(events).toEqual(['listening']);
  const [port = 0, metricsPort = 0] = ports();
  expect(mocks.opened).toHaveBeenCalledWith({ config: mocks.config, log: mocks.log, buildFolder: 'the build' });
  expect(mocks.log).toHaveBeenCalledWith('info', 'listening', { port: 0, who: 'a test' });
  expect(await ask(port, '/readyz')).toEqual([200, 'keep-alive']);
  expect(await ask(metricsPort, '/metrics')).toEqual([200, 'keep-alive']);
  const { headers } = await send(port, { path: '/healthz', headers: { connection: 'keep-alive' } });
  expect(headers['keep-alive']).toBe('timeout=7');
  expect((await send(metricsPort, { path: '/metrics' })).body).toMatch(/^http_connections \d/m);
  await sendRaw(port, 'hello\r\n\r\n');
  expect(mocks.log).toHaveBeenCalledWith('info', 'refused', { reason: 'HPE_INVALID_METHOD' });

  process.emit(signal);
  await expect.poll(events).toEqual(['listening', 'refused', 'stopping']);
  expect(await ask(port, '/readyz')).toEqual([503, 'close']);
  expect(await ask(port, '/healthz')).toEqual([200, 'close']);
  expect(await ask(metricsPort, '/metrics')).toEqual([200, 'close']);
  expect(close).not.toHaveBeenCalled();
  isOver();
  await running;
  expect(close).toHaveBeenCalledOnce();
  expect(events()).toEqual(['listening', 'refused', 'stopping', 'stopped']);
  for (const event of ['stopping', 'stopped']) expect(mocks.log).toHaveBeenCalledWith('info', event);
  expect(await ask(port, '/healthz')).toEqual(['ECONNREFUSED']);
  expect(await ask(metricsPort, '/metrics')).toEqual(['ECONNREFUSED']);
});

test('it ends although a client never ends and the store is never closed', async () => {
  close.mockReturnValue(new Promise(() => undefined));
  const running = run('');
  await expect.poll(events).toEqual(['listening']);
  const endless = request({ port: ports()[0], host: '127.0.0.1', method: 'POST', path: '/api/getData' });
  endless.on('error', () => undefined).write('a body without end');
  process.emit('SIGTERM');
  expect(await stepsOf(running)).toBeLessThan(250);
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
  Object.assign(mocks.config, { port: ports()[0] });
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
  const failed = expect(fetchText(url, 100)).rejects.toThrow('timeout');
  expect(await stepsOf(failed)).toBeLessThan(SOON);
  await drain(server, 0);
});

test('an answer of such a service is read to its end, if it is short', async () => {
  let answer: (response: ServerResponse) => void = () => undefined;
  const server = createHttpServer((_request, response) => answer(response));
  const url = `http://127.0.0.1:${await listen(server)}/`;
  const read = (next: typeof answer) => ((answer = next), fetchText(url, 60_000));
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
