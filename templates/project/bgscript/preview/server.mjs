// The preview's server: the page at localhost, script and views each at an origin of their own.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { readApp } from './app.mjs';
import { callResolver, requestProduct } from './resolvers.mjs';
import { startVite } from './vite.mjs';

const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', json: 'application/json' };
const CALLS = { '/preview/invoke': callResolver, '/preview/product': requestProduct };

/**
 * Starts the preview on this port, or on the next one that is free. Other machines cannot reach it.
 *
 * @returns {Promise<string>} its address
 */
export async function startServer(port) {
  const server = createServer();
  while (!(await listen(server, port))) port += 1;
  ({ port } = server.address());
  const origin = `http://localhost:${port}`;
  const frames = ['background', 'view'].map((name) => `${name}.localhost:${port}`);
  const pages = new Set();
  const tell = (news) => pages.forEach((page) => page.write(`data: ${JSON.stringify(news)}\n\n`));
  const { load, sendFrame } = await startVite({ server, port, origin, tell });

  server.on('request', async (request, response) => {
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    try {
      await answer(request, response, new URL(request.url, origin).pathname);
    } catch (error) {
      send(response, 500, 'json', JSON.stringify({ error: error.message }));
    }
  });

  function answer(request, response, pathname) {
    const { host, origin: sender } = request.headers;
    const isPage = host === `localhost:${port}`;
    // Only the page may call. A page of another site sends its own Origin, or another Host.
    if (!(isPage || frames.includes(host)) || (request.method !== 'GET' && !(isPage && sender === origin))) {
      return send(response, 403, 'json', `{ "error": "the preview answers its own page only, ${origin}" }`);
    }
    const [, file] = /^\/((preview|host)\/\w+\.(css|js)|host\/calls\.json)$/.exec(pathname) ?? [];
    if (file) return send(response, 200, file.split('.').at(-1), read(`../${file}`));
    return isPage ? answerPage(request, response, pathname) : sendFrame(request, response, pathname);
  }

  async function answerPage(request, response, pathname) {
    if (request.method === 'POST' && Object.hasOwn(CALLS, pathname)) {
      return send(response, 200, 'json', JSON.stringify(await CALLS[pathname](await json(request), { load, tell })));
    }
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

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

function send(response, status, type, body) {
  response.writeHead(status, { 'Content-Type': TYPES[type], 'Cache-Control': 'no-store' }).end(body);
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    const fail = (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error));
    server.once('error', fail).listen(port, '127.0.0.1', () => resolve(server.off('error', fail)));
  });
}
