import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type RequestOptions, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from 'vitest';
import { createHttpServer, drain } from '../server/http';
import { listen } from './server/client';

const sockets: Socket[] = [];
afterAll(() => sockets.forEach((socket) => socket.destroy()));

test.concurrent('a server that stops finishes running requests, and accepts no new ones', async () => {
  const waiting: ServerResponse[] = [];
  const { server, address } = await listening((response) => waiting.push(response));
  const answer = read(address);
  await expect.poll(() => waiting.length).toBe(1);

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

test.concurrent.each([
  ['has sent nothing', ''],
  ['has sent half of its headers', 'GET / HTTP/1.1\r\nHost: x\r\n'],
  ['has its answer and stays', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
])('a client that %s does not delay the stop', async (_, bytes) => {
  const { server, address } = await listening((response) => response.end('done'));
  await open(address.port, bytes);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const start = performance.now();
  await drain(server);
  expect(performance.now() - start).toBeLessThan(500);
});

test.concurrent('an endless request is closed at the deadline', async () => {
  const { server, address } = await listening(() => undefined);
  await open(address.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(server, 'request');
  const start = performance.now();
  await drain(server, 300);
  expect(performance.now() - start).toBeGreaterThan(250);
  expect(performance.now() - start).toBeLessThan(2_000);
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
  await expect.poll(() => connectionsOf(server), { timeout: 5_000 }).toBe(0);
  expect(reasons).toEqual([expect.stringMatching(/^HPE_/)]);
  socket.destroy();
  await drain(server);
});

test.concurrent('the connection is closed when a body goes on after the refusal', async () => {
  const { server, address } = await listening((response) => response.end('no'));
  const socket = await open(address.port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n');
  const timer = setInterval(() => socket.write('x'.repeat(10_000)), 20);
  await expect.poll(() => connectionsOf(server), { timeout: 5_000 }).toBe(0);
  clearInterval(timer);
  await drain(server);
});

test.concurrent('invalid HTTP is not answered in the middle of another answer', async () => {
  const { server, address } = await listening((response) => response.write('half'));
  const socket = connect({ port: address.port, host: '127.0.0.1' });
  sockets.push(socket);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'data');
  socket.write('hello\r\n\r\n');
  expect(await text(socket).catch(() => '')).not.toContain('400');
  await drain(server);
});

async function listening(answer: (response: ServerResponse) => void, onRefused?: (reason: string) => void) {
  const server = createHttpServer((_request, response) => answer(response), onRefused ? { onRefused } : {});
  const port = await listen(server);
  return { server, address: { host: '127.0.0.1', port, agent: false } satisfies RequestOptions };
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

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
}

async function read(address: RequestOptions): Promise<string> {
  const [response] = (await once(get(address), 'response')) as [IncomingMessage];
  return text(response);
}
