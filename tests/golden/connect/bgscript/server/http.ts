import { createServer, type RequestListener, type Server } from 'node:http';
import { STATUS_NAMES } from './errors';
import { SECURITY_HEADERS } from './headers';
import { connectionsOf, takeRequest } from './stop';

export { drain } from './stop';

export interface HttpOptions {
  /** How long a connection may wait for its next request. */
  keepAliveMs?: number;
  /** How long a request may take, from its headers until the client has read all of the answer. */
  answerMs?: number;
  /** Gets the reason when a request is refused because it is not HTTP or takes too long. */
  onRefused?: (reason: string) => void;
}

/** How long a refused client may go on reading or sending before its connection is closed. */
const LINGER_MS = 1_000;

/**
 * A server that closes every connection in the end, whatever the client does: each phase has a time limit. The answer
 * to a request that is not HTTP has the same headers as all others.
 */
export function createHttpServer(app: RequestListener, options: HttpOptions = {}): Server {
  const { keepAliveMs = 50_000, answerMs = 45_000, onRefused = () => undefined } = options;
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000, // headers and body
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: 2_000, // how often Node checks the first two
    requireHostHeader: false, // Node's own refusal would not have our headers
  });
  const connections = connectionsOf(server);

  const answer: RequestListener = (request, response) => {
    const { socket } = request;
    const deadline = setTimeout(() => socket.destroy(), answerMs).unref();
    const onEnd = () => {
      clearTimeout(deadline);
      if (!request.complete) setTimeout(() => request.complete || socket.destroy(), LINGER_MS).unref();
    };
    takeRequest(connections, request, response, { start: () => app(request, response), onEnd });
  };
  server.on('request', answer);
  server.on('checkExpectation', answer);

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writableEnded) return; // refused already: ignore the rest of the input
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
    const begun = [...(connections.open.get(socket)?.answers ?? [])].some((response) => response.headersSent);
    if (begun || !socket.writable) {
      socket.destroy();
      return;
    }
    onRefused(error.code ?? error.message);
    socket.end(BAD_REQUEST);
  });
  return server;
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
