import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { STATUS_NAMES } from './errors';
import { SECURITY_HEADERS } from './headers';

export interface HttpOptions {
  /** How long a connection may wait for its next request. */
  keepAliveMs?: number;
  /** Hears why a request was refused that is no HTTP, or takes too long. */
  onRefused?: (reason: string) => void;
}

/** The open connections of each server, each with the answers that are under way on it. */
const connections = new WeakMap<Server, Map<Duplex, Set<ServerResponse>>>();

/** How long a request may take, from its headers until the client has read all of the answer. */
const ANSWER_MS = 45_000;

/** How long a client that was refused may take to read that, or to go on sending, before its connection ends. */
const LINGER_MS = 1_000;

/**
 * A server on which every connection ends, whatever the client does: each phase has a limit, and a client that never
 * closes is closed. What is no HTTP gets the same headers as everything else.
 */
export function createHttpServer(app: RequestListener, options: HttpOptions = {}): Server {
  const { keepAliveMs = 50_000, onRefused = () => undefined } = options;
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000, // headers and body
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: 2_000, // how often Node looks for the first two
    requireHostHeader: false, // Node would refuse by itself, without our headers
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
    // Told to stop, Node would go on to serve a connection for as long as it is kept busy.
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
    if (socket.writableEnded) return; // refused already; what is still coming in does not matter
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
 * Takes no new connection, ends those on which nothing is under way, and resolves when the last answer is given, or
 * the deadline has passed.
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
