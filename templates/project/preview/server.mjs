// The preview's server: the page at localhost, the script and the views each at an origin of their own.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { readApp } from './app.mjs';
import { callResolver, requestProduct } from './resolvers.mjs';
import { startVite } from './vite.mjs';

const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', json: 'application/json' };
/** What a browser may load from this folder. */
const FILE = /^\/preview\/(\w+\.(css|js))$/;

/**
 * Starts the preview on this port, or on the next one that is free. Other machines cannot reach it.
 *
 * @returns {Promise<{ url: string, taken: number[] }>} `taken`: the ports that were not free
 */
export async function startServer(first) {
  const server = createServer();
  const taken = [];
  let port = first;
  while (!(await listen(server, port))) taken.push(port++);
  ({ port } = server.address());
  const origin = `http://localhost:${port}`;
  const pages = new Set();
  const tell = (news) => pages.forEach((page) => page.write(`data: ${JSON.stringify(news)}\n\n`));
  const vite = await startVite({ server, port, origin, tell });
  const hosts = { [`localhost:${port}`]: sendPage, [`background.localhost:${port}`]: sendFrame };
  hosts[`view.localhost:${port}`] = sendFrame;

  server.on('request', (request, response) => {
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const answer = Object.hasOwn(hosts, request.headers.host ?? '') ? hosts[request.headers.host] : refuse;
    Promise.resolve(answer(request, response)).catch((error) => send(response, 500, 'json', { error: error.message }));
  });

  async function sendPage(request, response) {
    const { pathname } = new URL(request.url, origin);
    if (request.method === 'POST') return answerPage(pathname, request, response);
    if (pathname === '/preview/app.json') return send(response, 200, 'json', { ...readApp(), port });
    if (pathname === '/preview/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }).flushHeaders();
      pages.add(response);
      return request.on('close', () => pages.delete(response));
    }
    if (pathname !== '/') return sendFile(pathname, response);
    const frames = `http://background.localhost:${port} http://view.localhost:${port}`;
    response.setHeader('Content-Security-Policy', `default-src 'self'; img-src data:; frame-src ${frames}; frame-ancestors 'none'`);
    return send(response, 200, 'html', read('page.html'));
  }

  /** Only the page may call: another site's page sends its own Origin. */
  async function answerPage(pathname, request, response) {
    if (request.headers.origin !== origin) return refuse(request, response);
    const calls = { '/preview/invoke': callResolver, '/preview/product': requestProduct };
    if (!Object.hasOwn(calls, pathname)) return send(response, 404, 'json', {});
    return send(response, 200, 'json', await calls[pathname](await json(request), vite, tell));
  }

  function sendFrame(request, response) {
    if (FILE.test(request.url)) return sendFile(request.url, response);
    return vite.sendFrame(request, response);
  }

  function refuse(request, response) {
    send(response, 403, 'json', { error: `The preview answers its own page only: ${origin}` });
  }
  return { url: `${origin}/`, taken };
}

function sendFile(pathname, response) {
  const [, name, type] = FILE.exec(pathname) ?? [];
  if (!name) return send(response, 404, 'json', { error: 'not found' });
  return send(response, 200, type, read(name));
}

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

function send(response, status, type, body) {
  response.writeHead(status, { 'Content-Type': TYPES[type], 'Cache-Control': 'no-store' });
  response.end(type === 'json' ? JSON.stringify(body) : body);
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    const onError = (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error));
    server.once('error', onError).listen(port, '127.0.0.1', () => resolve(server.off('error', onError)));
  });
}
