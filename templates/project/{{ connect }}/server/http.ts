import { createServer, type RequestListener, type Server } from 'node:http';
import { STATUS_NAMES } from './errors';
import { SECURITY_HEADERS } from './headers';

/** How long requests under way may take once the server is told to stop. */
const DRAIN_MS = 10_000;

/** A server that has the last word on everything: what is no HTTP at all gets the same headers as the rest. */
export function createHttpServer(app: RequestListener): Server {
  const server = createServer({
    requestTimeout: 30_000,
    headersTimeout: 10_000,
    keepAliveTimeout: 65_000, // longer than the load balancers before it, which else meet a closed connection
    requireHostHeader: false, // Node would refuse by itself, without our headers
  });
  const answer: RequestListener = (request, response) => {
    // Told to stop, Node would go on to serve a connection for as long as it is kept busy.
    if (!server.listening) response.setHeader('Connection', 'close');
    app(request, response);
  };
  server.on('request', answer);
  server.on('checkExpectation', answer);
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end(BAD_REQUEST);
  });
  return server;
}

/** Takes no new connection, lets requests under way end, and resolves when the last one has. */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
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
