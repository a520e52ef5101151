/** Sends requests unchanged: fetch would correct them. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import { STATUS_NAMES } from '../../server/errors';

export interface Request {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** The body as received, maybe compressed. */
  bytes: Buffer;
}

/** @returns the port. */
export async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

export async function send(port: number, { method = 'GET', path, headers = {}, body = '' }: Request): Promise<Answer> {
  const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const bytes = await buffer(response);
  return { status: response.statusCode ?? 0, headers: response.headers, body: bytes.toString(), bytes };
}

/** Sends any bytes, and never closes the connection: the server must do that. */
export async function sendRaw(port: number, sent: string): Promise<Answer> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  socket.write(sent, 'latin1');
  const bytes = await buffer(socket);
  const [head = '', body = ''] = bytes.toString().split('\r\n\r\n');
  socket.destroy();
  const [first = '', ...lines] = head.split('\r\n');
  const headers: IncomingHttpHeaders = {};
  for (const [name = '', value] of lines.map((line) => line.split(': '))) headers[name.toLowerCase()] = value;
  return { status: Number(first.split(' ')[1]), headers, body, bytes };
}

/** Checks that every answer of the server except assets must pass. */
export function expectSafe({ status, headers, body }: Answer): void {
  expect(headers).toMatchObject({
    'cache-control': 'no-store, no-cache',
    'content-security-policy': expect.stringMatching(/^default-src 'none'; /) as string,
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
    'x-content-type-options': 'nosniff',
  });
  for (const name of ['set-cookie', 'x-powered-by', 'access-control-allow-origin'])
    expect(headers).not.toHaveProperty(name);
  if (status >= 400 && body !== '') {
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body)).toEqual({ error: STATUS_NAMES[status as keyof typeof STATUS_NAMES] });
  }
}
