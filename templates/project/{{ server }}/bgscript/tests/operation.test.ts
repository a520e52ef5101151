/** What operators see: the log, the metrics, whether the server is ready, and the errors of a wrong environment. */
import { connect } from 'node:net';
import type { RequestHandler } from 'express';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApp, type Platform } from '../server/app';
import { ConfigError, readServer, readVariables } from '../server/environment';
import { Refusal } from '../server/errors';
import { createHttpServer, drain } from '../server/http';
import { within } from '../server/limit';
import { formatLine, log as writeLog } from '../server/log';
import { createMetrics } from '../server/metrics';
import { resolvers } from '../../src/resolvers';
import { expectSafe, listen, send } from './server/client';

const state = { stopping: false };
const log = vi.fn();
const platform = {
  authenticate: () => Promise.resolve({ caller: {}, product: { asApp: vi.fn(), asUser: vi.fn() } }),
  ready: () => Promise.resolve(),
  close: () => Promise.resolve(),
  details: {},
} satisfies Platform;

async function serve(changes: Partial<Platform> = {}) {
  const metrics = createMetrics();
  const server = createHttpServer(createApp({ platform: { ...platform, ...changes }, log, metrics, state }));
  const metricsServer = createHttpServer(metrics.answer);
  metrics.watch(server);
  const port = await listen(server);
  const metricsPort = await listen(metricsServer);
  close = () => Promise.all([drain(server), drain(metricsServer)]);
  return { port, metricsPort };
}
let close: () => Promise<unknown>;

// The owner's resolver may call a product, so the tests use another one.
beforeEach(() => {
  vi.spyOn(resolvers, 'getData').mockResolvedValue({} as never);
});
afterEach(async () => {
  await close?.();
  log.mockReset();
  state.stopping = false;
  vi.restoreAllMocks();
});

test('the server is alive and ready; while it stops, or its platform is not ready, it is alive only', async () => {
  let failure: Error | undefined;
  const { port } = await serve({ ready: () => (failure ? Promise.reject(failure) : Promise.resolve()) });
  const answers = async () => [
    (await send(port, { path: '/healthz' })).body,
    (await send(port, { path: '/readyz' })).body,
  ];
  const [ok, unavailable] = ['{"status":"ok"}', '{"error":"Unavailable"}'];
  expect(await answers()).toEqual([ok, ok]);
  failure = new Error('the store is away');
  expect(await answers()).toEqual([ok, unavailable]);
  failure = undefined;
  state.stopping = true;
  expect(await answers()).toEqual([ok, unavailable]);
  await expect
    .poll((): unknown => log.mock.lastCall)
    .toEqual(['info', 'request', expect.objectContaining({ reason: 'the server is stopping' })]);
});

test('each answer has one exact address, and no tag by which browsers would keep it', async () => {
  const { port } = await serve();
  expect((await send(port, { path: '/healthz' })).headers).not.toHaveProperty('etag');
  for (const path of ['/HEALTHZ', '/healthz/']) expect((await send(port, { path })).status).toBe(404);
});

test.each([
  ['/%zz', 'URI malformed'],
  ['/healthz?__proto__=1', 'a parameter is named __proto__'],
])('the log has the reason why %s is a bad request', async (path, reason) => {
  const { port } = await serve();
  expect((await send(port, { path })).status).toBe(400);
  await expect
    .poll((): unknown => log.mock.lastCall)
    .toEqual(['info', 'request', expect.objectContaining({ status: 400, reason })]);
});

test('an error in the middle of an answer ends the connection', async () => {
  const half: RequestHandler = (_request, response) => {
    response.write('half of ');
    throw new Error('of a route');
  };
  const { port } = await serve({ addRoutes: (app) => app.get('/half', half) });
  await expect(send(port, { path: '/half' })).rejects.toThrow('aborted');
  await expect.poll(() => log.mock.calls).toEqual([['info', 'request', expect.objectContaining({ status: 499 })]]);
});

test('a platform that does not answer whether it is ready is not ready', async () => {
  const { port } = await serve({ ready: () => new Promise(() => undefined) });
  expect((await send(port, { path: '/readyz' })).status).toBe(503);
  await expect
    .poll(() => log.mock.calls)
    .toContainEqual([
      'info',
      'request',
      expect.objectContaining({ reason: 'the check of readiness took longer than 2 s' }),
    ]);
});

const endsWithReason = expect.stringMatching(/^(fetch failed: )?the reason$/) as string;

test.each([
  [new Refusal(401, { cause: 'the reason' }), 401],
  [new Refusal(503, { cause: new Error('the reason') }), 503],
  [new Error('the reason'), 500],
  [new Error('fetch failed', { cause: new Error('the reason') }), 500],
])('the log has the reason of a refusal, and the answer does not: %j', async (reason, status) => {
  const { port } = await serve({ authenticate: () => Promise.reject(reason) });
  const answer = await send(port, { method: 'POST', path: '/api/getData' });
  expect(answer.status).toBe(status);
  expectSafe(answer);
  await expect
    .poll(() => log.mock.calls)
    .toContainEqual(['info', 'request', expect.objectContaining({ status, reason: endsWithReason })]);
  const stack = expect.stringMatching(/^Error: .*\n +at [^]+/) as string;
  const failed = ['error', 'failed', { id: answer.headers['x-request-id'], path: '/api/getData', reason: stack }];
  expect(log.mock.calls.filter(([level]) => level === 'error')).toEqual(status === 401 ? [] : [failed]);
});

test.each([
  [400, 400],
  [401, 403],
  [403, 403],
  [404, 404],
  [418, 400],
  [503, 503],
  [500, 500],
  [200, 500],
  ['401', 500],
])('an error of a resolver with status %j is answered with %i, and never with 401', async (status, answered) => {
  vi.spyOn(resolvers, 'getData').mockRejectedValue(Object.assign(new Error('of a resolver'), { status }));
  const { port } = await serve();
  expect((await send(port, { method: 'POST', path: '/api/getData' })).status).toBe(answered);
});

test('a resolver that does not end is answered with 503, and may fail later', async () => {
  let fail: ((reason: Error) => void) | undefined;
  vi.spyOn(resolvers, 'getData').mockReturnValue(new Promise((_resolve, reject) => (fail = reject)));
  const { port } = await serve({ resolverMs: 50 });
  const start = performance.now();
  expect((await send(port, { method: 'POST', path: '/api/getData' })).status).toBe(503);
  expect(performance.now() - start).toBeGreaterThan(45);
  fail?.(new Error('too late'));
  await expect
    .poll(() => log.mock.calls)
    .toContainEqual([
      'info',
      'request',
      expect.objectContaining({ reason: 'the resolver getData took longer than 0.05 s' }),
    ]);
});

test('a limit that is not reached leaves no timer', async () => {
  vi.useFakeTimers();
  expect(await within(50, 'a result', Promise.resolve('a result'))).toBe('a result');
  await expect(within(50, 'an error', Promise.reject(new Error('of the work')))).rejects.toThrow('of the work');
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test.each(['null', '{}', '{"a":1}', '[]', '5'])('a resolver gets the payload %j', async (body) => {
  const getData = vi.spyOn(resolvers, 'getData').mockResolvedValue(null as never);
  const { port } = await serve();
  const answer = await send(port, { method: 'POST', path: '/api/getData', body });
  expect([answer.status, answer.body]).toEqual([200, 'null']);
  expect(getData.mock.lastCall?.[0]).toEqual(body === 'null' ? undefined : JSON.parse(body));
});

test.each([
  [{ a: 1 }, '{"a":1}'],
  [[], '[]'],
  [0, '0'],
  [undefined, 'null'],
])('the result %j of a resolver is sent as %s', async (result, body) => {
  vi.spyOn(resolvers, 'getData').mockResolvedValue(result as never);
  const { port } = await serve();
  expect(await send(port, { method: 'POST', path: '/api/getData' })).toMatchObject({ status: 200, body });
});

test('a request has an id: a new one, or the one from the proxy', async () => {
  const { port } = await serve();
  const idOf = async (headers: Record<string, string>) =>
    String((await send(port, { path: '/healthz', headers })).headers['x-request-id']);
  expect(await idOf({ 'x-request-id': 'id-of-the-proxy' })).toBe('id-of-the-proxy');
  expect(await idOf({ 'x-b3-traceid': 'a523b7549f0b88c9' })).toBe('a523b7549f0b88c9');
  for (const wrong of ['"}', 'id-of-the-proxy"}', '{"id-of-the-proxy'])
    expect(await idOf({ 'x-request-id': wrong })).toMatch(/^[\da-f-]{36}$/);
  await expect
    .poll((): unknown => log.mock.lastCall?.[2])
    .toMatchObject({ id: expect.stringMatching(/^[\da-f-]{36}$/) as string });
});

test('metrics count requests by route, not by address', async () => {
  const { port, metricsPort } = await serve();
  const start = performance.now();
  await send(port, { path: '/healthz' });
  await send(port, { method: 'POST', path: '/api/getData' });
  await send(port, { path: '/secret-of-mine' });
  const read = () => send(metricsPort, { path: '/metrics' }).then(({ body }) => body);
  await expect.poll(read).toContain('http_request_duration_seconds_count{method="GET",route="other",status="404"} 1');
  const text = await read();
  expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/healthz",status="200"} 1');
  expect(text).toContain('http_request_duration_seconds_count{method="POST",route="/api/:name",status="200"} 1');
  expect(text).toContain('http_request_duration_seconds_bucket{le="10",method="GET",route="/healthz",status="200"} 1');
  expect(text).not.toContain('secret-of-mine');
  const seconds = [...text.matchAll(/^http_request_duration_seconds_sum\{.+ (.+)$/gm)].map(([, sum]) => Number(sum));
  const times = log.mock.calls.map(([, , details]) => (details as { ms: number }).ms / 1_000);
  for (const each of [...seconds, ...times]) expect(each).toBeLessThan((performance.now() - start + 1) / 1_000);
  expect([seconds.length, times.length]).toEqual([3, 3]);
  expect((await send(port, { path: '/metrics' })).status).toBe(404);
});

test('metrics are at one address, are not kept, and count open connections', async () => {
  const { port, metricsPort } = await serve();
  const { headers } = await send(metricsPort, { path: '/metrics' });
  expect(headers).toMatchObject({
    'content-type': expect.stringMatching('^text/plain') as string,
    'cache-control': 'no-store',
  });
  expect((await send(metricsPort, { path: '/' })).status).toBe(404);
  expect((await send(metricsPort, { path: '/metrics', method: 'POST' })).status).toBe(404);
  const sockets = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  await expect.poll(async () => (await send(metricsPort, { path: '/metrics' })).body).toMatch(/^http_connections 2$/m);
  for (const socket of sockets) socket.destroy();
});

test('a log entry has its time, its level and its details', () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  writeLog('info', 'listening', { port: 8080 });
  expect(JSON.parse(String(write.mock.lastCall?.[0]))).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    level: 'info',
    event: 'listening',
    port: 8080,
  });
});

test('a log entry is one line of JSON, without characters that control a terminal', () => {
  const value = 'a\nb\u001b[31m\u009b31m\u007f\u2028\u202e\u2066"}';
  const line = formatLine({ event: 'x', value });
  expect(JSON.parse(line)).toEqual({ event: 'x', value });
  expect(line).toMatch(/^[\x20-\x7e]+\n$/);
});

test('all problems of the environment are named at once, without their values', () => {
  const read = () =>
    readVariables({ PORT: 'secret', METRICS_PORT: '-1', KEEP_ALIVE_SECONDS: '1.5', DRAIN_SECONDS: '' }, readServer);
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(/PORT is not usable.*\n.*METRICS_PORT is not usable.*\n.*KEEP_ALIVE_SECONDS is not usable/);
  expect(read).not.toThrow(/secret|DRAIN_SECONDS/);
});

test('metrics are for this machine only, unless an address is given', () => {
  const hostOf = (METRICS_HOST?: string) => readVariables({ METRICS_HOST }, readServer).metricsHost;
  expect([hostOf(), hostOf(''), hostOf('0.0.0.0'), hostOf('::'), hostOf('10.0.0.7')]).toEqual([
    ...['127.0.0.1', '127.0.0.1'],
    ...['0.0.0.0', '::', '10.0.0.7'],
  ]);
  for (const wrong of ['*', 'all', '0.0.0.0:9464', '256.0.0.1'])
    expect(() => hostOf(wrong)).toThrow('METRICS_HOST is not usable: the IP address');
});
