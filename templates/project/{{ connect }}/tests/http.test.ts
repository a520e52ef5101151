import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type RequestOptions, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createHttpServer, drain } from '../server/http';

test('a server that is told to stop ends what it has begun, and takes nothing new', async () => {
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

test('a connection that is kept alive, or even kept busy, does not keep a server from stopping', async () => {
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

async function listening(answer: (response: ServerResponse) => void) {
  const server = createHttpServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, address: { host: '127.0.0.1', port, agent: false } satisfies RequestOptions };
}

async function read(address: RequestOptions): Promise<string> {
  const [response] = (await once(get(address), 'response')) as [IncomingMessage];
  return text(response);
}
