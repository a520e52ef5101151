// The Node side of the Forge host: serves the host page and the frames, each from an origin of its own, with the
// Content-Security-Policy that the platform sends, and runs the project's resolver.
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join, resolve, sep } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { CSPInjectionService, CSPProcessingService } from '@forge/csp';
import { load as loadHtml } from 'cheerio';
import { rolldown } from 'rolldown';
import { parse as parseYaml } from 'yaml';

const HERE = dirname(fileURLToPath(import.meta.url));
// Browsers take *.localhost for loopback and, as on the platform's https, for a secure context.
const HOST_NAME = 'host.localhost';
const ACCOUNT_ID = '5b10ac8d82e05b22cc7d4ef5';
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Starts the host for some built projects.
 *
 * @param {{ name: string, dir: string, pages?: object[] }[]} specs  `pages`: see pages/host.js; what the host tells a
 *   frame is what the app sees as its `extension`
 * @returns {Promise<{ url: (page: Page) => string, close: () => Promise<void> }>}
 *   `url` gives the address of a fresh host page; what is on it, the page's own `forgeHost` decides
 * @throws when a project has no build, no manifest, or no resolver that bundles
 *
 * @typedef {object} Page
 * @property {string} project
 * @property {string} run  unique in this program: frames of different pages must not share an origin
 * @property {'async' | 'sync'} [delivery]  'sync' puts the frames on the host's own origin
 * @property {'light' | 'dark'} [mode]
 * @property {boolean} [resolverFails]
 */
export async function startHost(specs) {
  const loaded = await Promise.all(specs.map(loadProject));
  const projects = new Map(loaded.map((project) => [project.name, project]));
  const server = createServer((request, response) => {
    answer(projects, request, response).catch((error) => send(response, 500, '.txt', error.message));
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: (page) => `${origin(server)}/?${new URLSearchParams(page)}`,
    close: () => new Promise((done) => server.close(done).closeAllConnections()),
  };
}

async function loadProject({ name, dir, pages = [{}] }) {
  for (const file of ['manifest.yml', 'build/background/index.html', 'build/view/index.html', 'src/index.ts', 'bgscript/preview/host.js']) {
    if (!existsSync(join(dir, file))) throw new Error(`project ${name} has no ${file}`);
  }
  const { permissions } = parseYaml(await readFile(join(dir, 'manifest.yml'), 'utf8'));
  const folders = { build: resolve(dir, 'build'), preview: resolve(dir, 'bgscript/preview') };
  return { name, ...folders, pages, permissions, handler: await loadHandler(dir) };
}

/** Bundles the resolver as Forge does, so that it needs no file of the project at run time. */
async function loadHandler(dir) {
  const folder = await mkdtemp(join(tmpdir(), 'bgscript-handler-'));
  try {
    const bundle = await rolldown({
      input: resolve(dir, 'src/index.ts'),
      platform: 'node',
      logLevel: 'silent',
      // A generated project under test has no packages of its own: it gets this folder's.
      resolve: { modules: ['node_modules', join(HERE, 'node_modules')] },
    });
    const file = join(folder, 'handler.mjs');
    await bundle.write({ file, format: 'esm', codeSplitting: false });
    await bundle.close();
    return (await import(pathToFileURL(file))).handler;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function answer(projects, request, response) {
  const url = new URL(request.url, `http://${request.headers.host}`);
  const [, route, name, ...path] = decodeURIComponent(url.pathname).split('/');
  if (route === 'app') return sendAppFile(projects.get(name), path.join('/'), request, response);
  if (route === 'preview') return sendPreviewFile(projects, name, response);
  if (route === 'direct.js') return sendScripts(response, ['direct.js']);
  if (route === 'favicon.ico') return send(response, 204, '.txt', '');
  if (route === 'host.js') return sendScripts(response, ['host.js', 'orders.js']);
  if (route === 'invoke') return invoke(projects.get(name), url.searchParams, request, response);
  if (route === '') return send(response, 200, '.html', hostPage(projects, Object.fromEntries(url.searchParams)));
  return send(response, 404, '.txt', 'not found');
}

function sendScripts(response, names) {
  send(response, 200, '.js', names.map((name) => readFileSync(join(HERE, 'pages', name), 'utf8')).join('\n'));
}

/** Page and frames are those of the projects' own preview; it is the same in all projects of one template. */
function sendPreviewFile(projects, name, response) {
  const [{ preview }] = projects.values();
  const file = join(preview, name);
  if (!/^[a-z]+\.js$/.test(name) || !existsSync(file)) return send(response, 404, '.txt', 'not found');
  send(response, 200, '.js', readFileSync(file));
}

function send(response, status, type, body, headers = {}) {
  response.writeHead(status, { 'content-type': TYPES[type] ?? 'text/plain', 'cache-control': 'no-store', ...headers });
  response.end(body);
}

// --- frames

function sendAppFile(project, path, request, response) {
  const file = resolve(project.build, path);
  if (!file.startsWith(project.build + sep) || !existsSync(file)) return send(response, 404, '.txt', 'not found');
  const body = readFileSync(file);
  if (extname(file) !== '.html') return send(response, 200, extname(file), body);
  const html = body.toString();
  const policy = contentSecurityPolicy(html, project.permissions, `http://${HOST_NAME}:${request.socket.localPort}`);
  return send(response, 200, '.html', withBridge(html), { 'content-security-policy': policy });
}

/** Before every script of the app, and as a file: an inline script would need a hole in the policy. */
function withBridge(html) {
  const scripts = ['/preview/bridge.js', '/direct.js'].map((src) => `<script type="module" src="${src}"></script>`);
  return html.replace(/<script\b/, `${scripts.join('\n')}\n<script`);
}

function contentSecurityPolicy(html, permissions, hostOrigin) {
  const silent = { info() {}, warn() {}, error() {} };
  const existingCSPDetails = new CSPProcessingService(silent, loadHtml).getCspDetails(html, permissions);
  const directives = new CSPInjectionService().getInjectableCSP({ existingCSPDetails, microsEnv: 'prod' });
  return (
    directives
      // The platform's list of hosts that may embed an app has Atlassian's sites on it, and not our loopback page.
      .map((directive) => (directive.startsWith('frame-ancestors ') ? `frame-ancestors ${hostOrigin}` : directive))
      // Reports would go to Atlassian; the bridge catches violations in the page.
      .filter((directive) => !directive.startsWith('report-uri '))
      .join('; ')
  );
}

// --- the host page and what it asks of Node

function hostPage(projects, { project, run, delivery = 'async', mode = 'light' }) {
  const { pages } = projects.get(project);
  const config = { project, run, delivery, pages, theme: theme(mode) };
  return `<!doctype html>
<html lang="en" data-color-mode="${mode}">
<meta charset="utf-8">
<title>Forge host</title>
<style>
  html { color-scheme: ${mode}; background: ${mode === 'dark' ? '#1f1f21' : '#fff'}; }
  body { margin: 16px; }
  iframe { border: 0; width: 480px; height: 360px; display: block; }
  iframe.background { display: none; }
</style>
<body>
<script type="application/json" id="config">${JSON.stringify(config).replaceAll('<', '\\u003c')}</script>
<script type="module" src="/host.js"></script>`;
}

/** What `view.theme.enable()` brings into a frame: the product's attributes and, where installed, its design tokens. */
function theme(mode) {
  return { colorMode: mode, theme: 'dark:dark light:light spacing:spacing typography:typography', css: tokens() };
}

function tokens() {
  const { resolve: find } = createRequire(import.meta.url);
  try {
    const themes = join(dirname(find('@atlaskit/tokens/package.json')), 'dist/cjs/artifacts/themes');
    return ['light', 'dark', 'spacing', 'typography']
      .map((name) => createRequire(import.meta.url)(join(themes, `atlassian-${name}.js`)).default)
      .join('\n');
  } catch {
    return ''; // not installed: the app shows its own fallback colours
  }
}

async function invoke({ handler }, options, request, response) {
  const { call, context } = await json(request);
  try {
    if (options.get('resolverFails') === 'true') throw new Error('the test lets the resolver fail');
    const result = await handler({ call, context }, { principal: { accountId: ACCOUNT_ID } });
    send(response, 200, '.json', JSON.stringify({ result }));
  } catch (error) {
    // The platform, too, tells a frame no more than this about its backend.
    process.stderr.write(`resolver ${call.functionKey}: ${error.message}\n`);
    send(response, 200, '.json', JSON.stringify({ error: 'There was an error invoking the function' }));
  }
}

function origin(server) {
  return `http://${HOST_NAME}:${server.address().port}`;
}
