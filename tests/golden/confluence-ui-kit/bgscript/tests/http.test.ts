import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type RequestOptions, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { createHttpServer } from '../server/http';
import { closeAfterAnswers, connectionsOf, drain, settle } from '../server/stop';
import { listen } from './server/client';
import { SOON, stepsOf } from './server/steps';
import { until } from './until';

const REQUEST = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const sockets: Socket[] = [];
afterAll(() => sockets.forEach((socket) => socket.destroy()));
afterEach(() => {
  vi.useRealTimers();
});

test.concurrent('a server that stops finishes running requests, and accepts no new ones', async () => {
  const waiting: ServerResponse[] = [];
  const { server, address } = await listening((response) => waiting.push(response));
  const answer = read(address);
  await becomes(() => waiting.length, 1);

  let drained = false;
  const draining = drain(server).then(() => (drained = true));
  await expect(read(address)).rejects.toThrow('ECONNREFUSED');
  expect(drained).toBe(false);
  waiting[0]?.end('done');
  expect(await answer).toBe('done');
  await draining;
});

test.concurrent('a kept-alive connection does not prevent the server from stopping, even if it is busy', async () => {
  const { server, address } = await listening((response) => setTimeout(() => response.end('done'), 20));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await read({ ...address, agent });
  const last = read({ ...address, agent });
  await once(server, 'request');
  const draining = drain(server);
  await last;
  await read({ ...address, agent }).catch(() => undefined);
  await expect(read({ ...address, agent })).rejects.toThrow('ECONNREFUSED');
  await draining;
});

test.concurrent('once it stops, every answer closes its connection, and new connections are accepted', async () => {
  const waiting: ServerResponse[] = [];
  const { server, address } = await listening((response) => waiting.push(response));
  const agent = new Agent({ keepAlive: true });
  const client = { ...address, agent };
  const ask = async () => {
    const asked = once(get(client), 'response') as Promise<[IncomingMessage]>;
    await becomes(() => waiting.length, 1);
    return async () => {
      waiting.pop()?.end('done');
      const [response] = await asked;
      return [await text(response), response.headers.connection];
    };
  };
  expect(await (await ask())()).toEqual(['done', 'keep-alive']);
  const before = await ask();
  closeAfterAnswers(server);
  expect(await before()).toEqual(['done', 'close']);
  const after = await ask();
  closeAfterAnswers(server);
  expect(await after()).toEqual(['done', 'close']);
  await becomes(() => countConnections(server), 0);
  await drain(server);
});

test.concurrent('requests that were sent at once are all answered, and only the last answer closes', async () => {
  const waiting: ServerResponse[] = [];
  const { server, address } = await listening((response) => waiting.push(response));
  const socket = await open(address.port, REQUEST.repeat(2));
  const received = text(socket);
  await becomes(() => waiting.length, 2);
  closeAfterAnswers(server);
  socket.write(REQUEST);
  await becomes(() => waiting.length, 3);
  for (const response of waiting) response.end('done');
  const answers = (await received).split(/(?=HTTP\/1.1)/);
  expect(answers.map((answer) => /^Connection: (.+)\r$/m.exec(answer)?.[1])).toEqual([
    'keep-alive',
    'keep-alive',
    'close',
  ]);
  await drain(server);
});

test.concurrent('after the answer that closes the connection, no request is started', async () => {
  const paths: (string | undefined)[] = [];
  const { server, address } = await listening((response) => {
    paths.push(response.req.url);
    response.end('done');
  });
  closeAfterAnswers(server);
  closeAfterAnswers(server);
  const socket = await open(address.port, REQUEST + REQUEST.replace('/', '/second'));
  expect(await text(socket)).toMatch(/Connection: close[^]+done$/);
  expect(paths).toEqual(['/']);
  await drain(server);
  expect(connectionsOf(server).open.size).toBe(0);
});

test.concurrent('an idle connection may still send a request, and is closed after a short time', async () => {
  const { server, address } = await listening((response) => response.end('done'));
  const [busy, idle] = [await open(address.port, REQUEST), await open(address.port, REQUEST)];
  await once(idle, 'data');
  const steps = stepsOf(once(idle, 'end'));
  const draining = drain(server);
  busy.write(REQUEST);
  const [answer] = (await once(busy, 'data')) as [Buffer];
  expect(answer.toString()).toContain('Connection: close');
  expect(await steps).toBeGreaterThanOrEqual(14);
  await draining;
});

test.concurrent('the time of an idle connection begins when its answer has ended', async () => {
  let waiting: ServerResponse | undefined;
  const { server, address } = await listening((response) => (waiting = response).write('begun, '));
  const socket = await open(address.port, REQUEST);
  await once(socket, 'data');
  const ended = once(socket, 'end');
  const draining = drain(server);
  await delay(400);
  waiting?.end('done');
  expect(await stepsOf(ended)).toBeGreaterThanOrEqual(14);
  await draining;
});

test.concurrent('connections that clients have opened are accepted before it stops listening', async () => {
  const paths: (string | undefined)[] = [];
  const { server, address } = await listening((response) => {
    paths.push(response.req.url);
    response.end('done');
  });
  const kept = await open(address.port, REQUEST);
  await once(kept, 'data');
  closeAfterAnswers(server);
  const settled = settle(server);
  kept.write(REQUEST);
  const connecting = Array.from({ length: 20 }, () => open(address.port, REQUEST));
  const received = Promise.all((await Promise.all(connecting)).map((socket) => text(socket)));
  expect(await settled).toBeLessThan(60);
  expect(paths).toHaveLength(1); // the others wait, because their clients would connect again
  const draining = drain(server);
  expect((await received).map((answer) => answer.includes('Connection: close'))).toEqual(Array(20).fill(true));
  expect(paths).toHaveLength(22);
  await draining;
});

test.concurrent('an answer that is ready before it stops listening is sent afterwards', async () => {
  const waiting: ServerResponse[] = [];
  const { server, address } = await listening((response) => waiting.push(response));
  let isAnswered = false;
  const answer = read(address).finally(() => (isAnswered = true));
  await becomes(() => waiting.length, 1);
  closeAfterAnswers(server);
  const settled = settle(server);
  waiting[0]?.end('done');
  await settled;
  expect(isAnswered).toBe(false); // its client would connect again, while the server stops listening
  const draining = drain(server);
  expect(await answer).toBe('done');
  await draining;
});

test.concurrent('clients that connect without end do not prevent it from stopping', async () => {
  const { server, address } = await listening((response) => response.end('done'));
  const timer = setInterval(() => void open(address.port, '').catch(() => undefined), 10);
  expect(await settle(server)).toBe(60);
  expect(await stepsOf(drain(server))).toBeLessThan(SOON);
  clearInterval(timer);
});

test.concurrent.each([
  ['has sent nothing', ''],
  ['has sent half of its headers', 'GET / HTTP/1.1\r\nHost: x\r\n'],
  ['has its answer and stays', REQUEST],
])('a client that %s does not delay the stop', async (_, bytes) => {
  const { server, address } = await listening((response) => response.end('done'));
  const socket = await open(address.port, bytes);
  if (bytes === REQUEST) await once(socket, 'data');
  await becomes(() => countConnections(server), 1);
  expect(await stepsOf(drain(server))).toBeLessThan(SOON);
});

test.concurrent('an endless request is closed at the deadline', async () => {
  const { server, address } = await listening(() => undefined);
  await open(address.port, REQUEST);
  await once(server, 'request');
  const start = performance.now();
  expect(await stepsOf(drain(server, 300))).toBeLessThan(SOON);
  expect(performance.now() - start).toBeGreaterThan(250);
});

test.concurrent.each([
  ['invalid HTTP', 'hello\r\n\r\n'],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'],
  ['headers without end', `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
])('%s: the connection is closed, although the client never closes it', async (_, bytes) => {
  const reasons: string[] = [];
  const { server, address } = await listening(
    (response) => response.end('done'),
    (reason) => reasons.push(reason),
  );
  const socket = await open(address.port, bytes);
  await becomes(() => countConnections(server), 0);
  expect(reasons).toEqual([expect.stringMatching(/^HPE_/)]);
  socket.destroy();
  await drain(server);
});

test.concurrent.each([
  ['without a host', ''],
  ['with an expectation that nobody knows', 'Host: x\r\nExpect: tea\r\n'],
])('a request %s is answered like others', async (_, headers) => {
  const { server, address } = await listening((response) => response.end('done'));
  const socket = await open(address.port, `GET / HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`);
  expect(await text(socket)).toMatch(/^HTTP\/1.1 200 [^]+done$/);
  await drain(server);
});

test.concurrent('the connection is closed when a body goes on after the refusal', async () => {
  const { server, address } = await listening((response) => response.end('no'));
  const socket = await open(address.port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n');
  const timer = setInterval(() => socket.write('x'.repeat(10_000)), 20);
  await becomes(() => countConnections(server), 0);
  clearInterval(timer);
  await drain(server);
});

test.concurrent('invalid HTTP is not answered in the middle of another answer', async () => {
  const { server, address } = await listening((response) => response.write('half'));
  const socket = connect({ port: address.port, host: '127.0.0.1' });
  sockets.push(socket);
  socket.write(REQUEST);
  await once(socket, 'data');
  socket.write('hello\r\n\r\n');
  const received = text(socket).catch(() => '');
  expect(await stepsOf(received)).toBeLessThan(25); // at once: others have a second
  expect(await received).not.toContain('400');
  await drain(server);
});

// The others run side by side. These come after them: one keeps the process busy, in the others time passes when they say so.
test('an idle connection keeps its time while the process has to wait', async () => {
  const { server, address } = await listening((response) => response.end('done'));
  const socket = await open(address.port, REQUEST);
  await once(socket, 'data');
  const draining = drain(server);
  const end = performance.now() + 400;
  while (performance.now() < end); // as if the whole machine stood still
  await delay(40);
  const received = text(socket);
  socket.write(REQUEST);
  expect(await received).toContain('Connection: close');
  await draining;
});

test('a request may take a limited time, and so may the next one on its connection', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const server = createHttpServer(() => undefined, { answerMs: 600 });
  const socket = await open(await listen(server), '');
  const ask = async () => {
    const asked = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
    socket.write(REQUEST);
    return asked;
  };
  const [, response] = await ask();
  vi.advanceTimersByTime(599);
  response.end('done');
  await once(response, 'close');
  vi.advanceTimersByTime(599);
  const [request] = await ask();
  vi.advanceTimersByTime(599);
  expect(request.socket.destroyed).toBe(false);
  const ended = once(socket, 'end');
  vi.advanceTimersByTime(1);
  expect(request.socket.destroyed).toBe(true);
  await ended;
  await drain(server);
});

test('a client that was refused may go on sending for a moment, and can read the answer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { server, address } = await listening((response) => response.end('done'));
  const bytes = 'GET / HTTP/1.1\r\nhello\r\n\r\n';
  const socket = await open(address.port, bytes);
  const failed = vi.fn();
  socket.on('error', failed);
  const received = text(socket);
  for (let turn = 0; turn < 10; turn += 1) {
    await delay(20);
    socket.write(bytes);
  }
  expect(await received).toMatch(
    /^HTTP\/1\.1 400 Bad request\r\n([\w-]+: .+\r\n)+Connection: close\r\n\r\n\{"error":"Bad request"\}$/,
  );
  // Closed with input that it has not read, the system would reset it, and an answer that is being sent would be lost.
  vi.advanceTimersByTime(999);
  expect([...connectionsOf(server).open.keys()].map((each) => each.destroyed)).toEqual([false]);
  expect(failed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  await becomes(() => countConnections(server), 0);
  await drain(server);
});

async function listening(answer: (response: ServerResponse) => void, onRefused?: (reason: string) => void) {
  const server = createHttpServer((_request, response) => answer(response), onRefused ? { onRefused } : {});
  const port = await listen(server);
  return { server, address: { host: '127.0.0.1', port, agent: false } satisfies RequestOptions };
}

/** Waits for a value. `expect.poll` would have to know its test, and these run side by side. */
function becomes(value: () => unknown, expected: unknown): Promise<void> {
  return until(async () => expect(await value()).toBe(expected));
}

/** A client that reads all answers, and never closes its side. */
async function open(port: number, bytes: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    .on('error', () => undefined)
    .resume();
  sockets.push(socket);
  await once(socket, 'connect');
  if (bytes) socket.write(bytes);
  return socket;
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
}

async function read(address: RequestOptions): Promise<string> {
  const [response] = (await once(get(address), 'response')) as [IncomingMessage];
  return text(response);
}
