import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { STATUS_NAMES } from './errors';
import { SECURITY_HEADERS } from './headers';

export interface HttpOptions {
  /** How long a connection may wait for its next request. */
  keepAliveMs?: number;
  /** Gets the reason when a request is refused because it is not HTTP or takes too long. */
  onRefused?: (reason: string) => void;
}

/** The open connections of each server, each with its unfinished answers. */
const connections = new WeakMap<Server, Map<Duplex, Set<ServerResponse>>>();

/** How long a request may take, from its headers until the client has read all of the answer. */
const ANSWER_MS = 45_000;

/** How long a refused client may go on reading or sending before its connection is closed. */
const LINGER_MS = 1_000;

/**
 * A server that closes every connection in the end, whatever the client does: each phase has a time limit. The answer
 * to a request that is not HTTP has the same headers as all others.
 */
export function createHttpServer(app: RequestListener, options: HttpOptions = {}): Server {
  const { keepAliveMs = 50_000, onRefused = () => undefined } = options;
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000, // headers and body
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: 2_000, // how often Node checks the first two
    requireHostHeader: false, // Node's own refusal would not have our headers
  });
  const open = new Map<Duplex, Set<ServerResponse>>();
  connections.set(server, open);

  server.on('connection', (socket) => {
    open.set(socket, new Set());
    socket.once('close', () => open.delete(socket));
  });

  const answer: RequestListener = (request, response) => {
    const { socket } = request;
    const answers = open.get(socket)?.add(response);
    // After close(), Node would keep serving a connection as long as requests come on it.
    if (!server.listening) response.setHeader('Connection', 'close');
    const deadline = setTimeout(() => socket.destroy(), ANSWER_MS).unref();
    response.once('close', () => {
      clearTimeout(deadline);
      answers?.delete(response);
      if (!server.listening && answers?.size === 0) socket.destroySoon();
      if (!request.complete) setTimeout(() => request.complete || socket.destroy(), LINGER_MS).unref();
    });
    app(request, response);
  };
  server.on('request', answer);
  server.on('checkExpectation', answer);

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writableEnded) return; // refused already: ignore the rest of the input
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
    const begun = [...(open.get(socket) ?? [])].some((response) => response.headersSent);
    if (begun || !socket.writable) {
      socket.destroy();
      return;
    }
    onRefused(error.code ?? error.message);
    socket.end(BAD_REQUEST);
  });
  return server;
}

/**
 * Accepts no new connections and closes idle ones. Resolves when the last answer has been sent, or when the deadline
 * has passed.
 */
export async function drain(server: Server, deadlineMs = 10_000): Promise<void> {
  if (!server.listening) return;
  const open = connections.get(server) ?? new Map<Duplex, Set<ServerResponse>>();
  const closed = new Promise((resolve) => server.close(resolve));
  for (const [socket, answers] of open) if (answers.size === 0) socket.destroy();
  const deadline = setTimeout(() => {
    for (const socket of open.keys()) socket.destroy();
  }, deadlineMs);
  await closed;
  clearTimeout(deadline);
}

const BODY = JSON.stringify({ error: STATUS_NAMES[400] });
const HEADERS = {
  ...SECURITY_HEADERS,
  'Content-Type': 'application/json; charset=utf-8',
  'Content-Length': String(BODY.length),
  Connection: 'close',
};
const BAD_REQUEST = [
  `HTTP/1.1 400 ${STATUS_NAMES[400]}`,
  ...Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}`),
  '',
  BODY,
].join('\r\n');
