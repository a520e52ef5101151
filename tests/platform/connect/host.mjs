// The Node side of the Connect host: serves the host page with Atlassian's real connect-host.js, its iframe.js as
// all.js, and signs as Jira does. The app itself runs as its own process, with its own security headers.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startApp } from './app.mjs';
import { contextToken, install, listen, signPage, startAtlassian } from './atlassian.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const SHARED = join(HERE, '../pages');
const LIBRARY = dirname(createRequire(import.meta.url).resolve('atlassian-connect-js'));

/** Starts the app and a host for it; the app is installed, by a signed request, on one site. */
export async function startHost({ name, dir, databaseUrl }) {
  const server = createServer((request, response) => answer(request, response));
  await listen(server);
  const { port } = server.address();
  const folder = mkdtempSync(join(tmpdir(), 'connect-host-'));
  const atlassian = await startAtlassian();
  const app = await startApp({
    dir,
    databaseUrl: databaseUrl ?? `file:${join(folder, 'app.db')}`,
    keysUrl: atlassian.keysUrl,
    name: 'app.localhost',
    env: {
      CONNECT_HOST_SCRIPT_URL: `http://cdn.localhost:${port}/all.js`,
      FRAME_ANCESTORS: `http://host.localhost:${port}`,
    },
  });
  const tenant = { site: `site-of-${name}`, secret: 'a-secret-of-the-harness' };
  await install(atlassian, app, tenant);

  function answer(request, response) {
    const url = new URL(request.url, 'http://localhost');
    const send = (type, body) =>
      response.writeHead(200, { 'content-type': type, 'cache-control': caching(url) }).end(body);
    const library = (file) => readFileSync(join(LIBRARY, file), 'utf8');
    switch (url.pathname) {
      case '/':
        return send('text/html', hostPage(url.searchParams.get('theme') ?? 'light'));
      case '/connect-host.js':
        return send('text/javascript', library('connect-host.js'));
      case '/all.js':
        return send('text/javascript', allJs(library('iframe.js'), port));
      case '/preview/rpc.js':
        return send('text/javascript', readFileSync(join(dir, 'bgscript/preview/rpc.js'), 'utf8'));
      case '/page.js':
        return send(
          'text/javascript',
          [
            readFileSync(join(HERE, 'pages/host.js'), 'utf8'),
            readFileSync(join(SHARED, 'orders.js'), 'utf8'),
          ].join('\n'),
        );
      case '/sign': {
        const path = `/${url.searchParams.get('resource')}/${url.searchParams.get('location')}`;
        const channel = { xdm_e: `http://host.localhost:${port}`, xdm_c: 'channel-1', 'odd name(*)': "it's ü & more" };
        return send('text/plain', app.baseUrl + signPage(tenant, path, channel));
      }
      case '/token':
        return send('text/plain', contextToken(tenant));
      default:
        if (!/^\/(themes\/[\w-]+|surfaces)\.css$/.test(url.pathname)) return response.writeHead(404).end();
        return send('text/css', library(url.pathname));
    }
  }

  return {
    app,
    url: (page) => `http://host.localhost:${port}/?${new URLSearchParams(page)}`,
    close: async () => {
      app.child.kill('SIGTERM');
      await app.exited;
      atlassian.close();
      server.close().closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}

/** As on Atlassian's CDN: a browser loads all.js once, not once a frame. */
function caching({ pathname }) {
  return pathname.endsWith('.css') || pathname === '/all.js' ? 'public, max-age=600' : 'no-store';
}

/** The one change to Atlassian's file: its styles come from this machine, as everything else here. */
function allJs(source, port) {
  const local = source.replace('var CDN_URL = "https://" + CDN_DOMAIN', `var CDN_URL = "http://cdn.localhost:${port}"`);
  if (local === source) throw new Error('iframe.js names its CDN in another way now');
  return `${local}\n${readFileSync(join(HERE, 'pages/probe.js'), 'utf8')}`;
}

function hostPage(theme) {
  return `<!doctype html>
<html lang="en" data-theme="light:light dark:dark spacing:spacing" data-color-mode="${theme}">
<meta charset="utf-8">
<title>Connect host</title>
<style>
  html { color-scheme: ${theme}; background: ${theme === 'dark' ? '#1f1f21' : '#fff'}; }
  iframe { border: 0; width: 480px; height: 100px; display: block; }
  iframe.background { display: none; }
</style>
<body>
<script src="/connect-host.js"></script>
<script type="module" src="/page.js"></script>`;
}
