// @ts-check
// The preview's server: the page at localhost, script and views each at an origin of their own.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { json } from 'node:stream/consumers';
import { requestProduct } from '../host/product.mjs';
import { CALLS as OWN_CALLS, readApp } from './app.mjs';
import { callResolver, messageOf } from './resolvers.mjs';
import { startVite } from './vite.mjs';

/** @import { IncomingMessage, Server, ServerResponse } from 'node:http' */
/** @import { Backend, News } from './types' */

/** @type {Record<string, string>} The type of a file, by its ending. */
const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', json: 'application/json' };
/** @type {Record<string, (data: any, backend: Backend) => Promise<unknown>>} */
const CALLS = { '/preview/invoke': callResolver, '/preview/product': requestProduct, ...OWN_CALLS };

/**
 * Starts the preview on this port, or on the next one that is free. Other machines cannot reach it.
 *
 * @param {number} first
 * @returns {Promise<string>} its address
 */
export async function startServer(first) {
  const server = createServer();
  const port = await listenFrom(server, first);
  const origin = `http://localhost:${port}`;
  const frames = ['background', 'view'].map((name) => `${name}.localhost:${port}`);
  /** @type {Set<ServerResponse>} */
  const pages = new Set();
  /** @param {News} news */
  const report = (news) => pages.forEach((page) => page.write(`data: ${JSON.stringify(news)}\n\n`));
  const { load, sendFrame } = await startVite({ server, port, origin, report });

  server.on('request', async (request, response) => {
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    try {
      await answer(request, response, new URL(request.url ?? '/', origin).pathname);
    } catch (error) {
      send(response, 500, 'json', JSON.stringify({ error: messageOf(error) }));
    }
  });

  /** @type {(request: IncomingMessage, response: ServerResponse, pathname: string) => unknown} */
  function answer(request, response, pathname) {
    const { host = '', origin: sender } = request.headers;
    const isPage = host === `localhost:${port}`;
    // Only the page may call. A page of another site sends its own Origin, or another Host.
    if (!(isPage || frames.includes(host)) || (request.method !== 'GET' && !(isPage && sender === origin))) {
      return send(response, 403, 'json', `{ "error": "the preview answers its own page only, ${origin}" }`);
    }
    const [, file] = /^\/((preview|host)\/\w+\.(css|js)|host\/calls\.json)$/.exec(pathname) ?? [];
    if (file) return send(response, 200, extname(file).slice(1), read(`../${file}`));
    return isPage ? answerPage(request, response, pathname) : sendFrame(request, response, pathname);
  }

  /** @type {(request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<unknown>} */
  async function answerPage(request, response, pathname) {
    const call = request.method === 'POST' ? CALLS[pathname] : undefined;
    if (call) return send(response, 200, 'json', JSON.stringify(await call(await json(request), { load, report })));
    if (pathname === '/preview/app.json') {
      const hasResolvers = existsSync('src/resolvers');
      return send(response, 200, 'json', JSON.stringify({ ...readApp(), hasResolvers, port }));
    }
    if (pathname === '/preview/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
      pages.add(response);
      return request.on('close', () => pages.delete(response));
    }
    if (pathname !== '/') return send(response, 404, 'json', '{ "error": "not found" }');
    const sources = `frame-src ${frames.map((name) => `http://${name}`).join(' ')}; frame-ancestors 'none'`;
    response.setHeader('Content-Security-Policy', `default-src 'self'; img-src data:; ${sources}`);
    return send(response, 200, 'html', read('page.html'));
  }
  return `${origin}/`;
}

/** @param {string} name */
const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** @type {(response: ServerResponse, status: number, ending: string, body: string) => void} */
function send(response, status, ending, body) {
  response.writeHead(status, { 'Content-Type': TYPES[ending], 'Cache-Control': 'no-store' }).end(body);
}

/**
 * @param {Server} server
 * @param {number} first the port to try first; 0 for any that is free
 * @returns {Promise<number>} the port
 */
async function listenFrom(server, first) {
  let port = first;
  while (!(await listen(server, port))) port += 1;
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

/**
 * @param {Server} server
 * @param {number} port
 * @returns {Promise<boolean>} false where another program has the port
 */
function listen(server, port) {
  return new Promise((resolve, reject) => {
    /** @param {NodeJS.ErrnoException} error */
    const fail = (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error));
    server.once('error', fail).listen(port, '127.0.0.1', () => {
      server.off('error', fail);
      resolve(true);
    });
  });
}
