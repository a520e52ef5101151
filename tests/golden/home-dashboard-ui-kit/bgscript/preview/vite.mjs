// @ts-check
// Vite in the preview: serves script and views from their sources, under the platform's policy, and follows edits.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createServer } from 'vite';
import { BRIDGES, policyOf, readApp } from './app.mjs';

/** @import { IncomingMessage, Server, ServerResponse } from 'node:http' */
/** @import { EnvironmentModuleNode, HotUpdateOptions, ViteDevServer } from 'vite' */
/** @import { Backend } from './types' */

/** The front ends: folders of src/, as the manifest has them now. Those of resources without a module can be modals. */
function frontEnds() {
  const { homes, resources = {} } = readApp();
  const modules = homes.flatMap(({ script, views }) => (script ? [script, ...views] : views));
  const shown = modules.flatMap(({ folder, edit = folder }) => [folder, edit]);
  return [...new Set([...shown, ...Object.values(resources)])];
}

/**
 * @param {{ server: Server, port: number, origin: string, report: Backend['report'] }} preview
 * @returns what sends a frame's files, and what imports a module of the project as it is now
 */
export async function startVite({ server, port, origin, report }) {
  const entries = frontEnds().map((folder) => `src/${folder}/index.{ts,tsx}`);
  const nonce = randomBytes(16).toString('base64');
  let restarted = Promise.resolve();
  /** @type {ViteDevServer | undefined} */
  let started;
  const vite = await createServer({
    appType: 'custom',
    logLevel: 'error',
    cacheDir: `build/preview/${port}`, // one for each preview, so that two previews do not share it
    html: { cspNonce: nonce },
    server: {
      middlewareMode: true,
      ws: { server },
      cors: false,
      fs: { allow: ['.'] },
      warmup: { clientFiles: entries },
    },
    optimizeDeps: { entries, include: ['react/jsx-dev-runtime'] },
    // Node's import of this CommonJS package differs from that of Forge's bundler.
    ssr: { noExternal: ['@forge/resolver'], optimizeDeps: { include: ['@forge/resolver'] } },
    plugins: [{ name: 'preview-edits', hotUpdate: followEdit, configureServer: restart }],
  });
  started = vite;

  /** @type {(request: IncomingMessage, response: ServerResponse, pathname: string) => Promise<unknown>} */
  async function sendFrame(request, response, pathname) {
    const [, folder] = /^\/src\/([\w-]+)\/index\.html$/.exec(pathname) ?? [];
    if (!folder || !frontEnds().includes(folder))
      return vite.middlewares(request, response, () => response.writeHead(404).end());
    await restarted;
    const html = await vite.transformIndexHtml(pathname, withBridge(folder));
    const policy = `${policyOf(nonce, port)}; frame-ancestors ${origin}`;
    const headers = { 'Content-Type': 'text/html', 'Cache-Control': 'no-store', 'Content-Security-Policy': policy };
    // Vite would allow all scripts on a page. On the platform, the owner's inline scripts are refused.
    const refused = /<script(?![^>]*\b(src|type="module"))[^>]*>/g;
    return response.writeHead(200, headers).end(html.replace(refused, (tag) => tag.replace(/ nonce="[^"]*"/, '')));
  }

  /**
   * Vite starts again when .env or vite.config.mjs has changed. Frames go before: its client would need a worker.
   *
   * @param {ViteDevServer} next
   */
  async function restart(next) {
    if (!started) return;
    restarted = untilReplaced(started, next);
    report({ kind: 'change', name: '.env or vite.config.mjs', effect: 'all starts again', restarts: frontEnds() });
    await setTimeout(100);
  }

  /**
   * Reports to the page which front ends to start again. Vite updates React components without that.
   *
   * @this {{ environment: { name: string } }}
   * @param {HotUpdateOptions} edit
   */
  async function followEdit({ file, modules, read, server: { environments } }) {
    if (this.environment.name !== 'client') return undefined;
    await Promise.resolve(read()).catch(() => {}); // Many editors empty a file first: this waits for its new content.
    const restarts = modules.flatMap((module) => entriesOf(module));
    const isSwapped = !restarts.includes('background') && modules.every((module) => canSwap(module));
    const isCalled = Boolean(environments.ssr?.moduleGraph.getModulesByFile(file)?.size);
    const name = relative('.', file);
    const effect = effectOf(name, { restarts, isSwapped, isCalled });
    if (effect) report({ kind: 'change', name, ...effect });
    return restarts.length > 0 && !isSwapped ? [] : undefined;
  }
  return { sendFrame, load: (/** @type {string} */ path) => vite.ssrLoadModule(path) };
}

/**
 * @param {ViteDevServer} vite
 * @param {ViteDevServer} next
 */
async function untilReplaced(vite, { config }) {
  for (let tries = 0; tries < 200 && vite.config !== config; tries += 1) await setTimeout(25);
}

/**
 * What an edit does, for the page.
 *
 * @param {string} name
 * @param {{ restarts: string[], isSwapped: boolean, isCalled: boolean }} edit
 * @returns {{ effect: string, restarts?: string[] } | undefined}
 */
function effectOf(name, { restarts, isSwapped, isCalled }) {
  if (/^(manifest\.yml|atlassian-connect\.json)$/.test(name)) return { effect: 'load this page again' };
  if (restarts.length === 0) return isCalled ? { effect: 'the next call runs it' } : undefined;
  return isSwapped ? { effect: 'replaced in place' } : { effect: `${namesOf(restarts)} again`, restarts };
}

/**
 * The page of a front end, with the host's bridge before every script of the app. UI Kit has no page of its own.
 *
 * @param {string} folder
 */
function withBridge(folder) {
  const file = `src/${folder}/index.html`;
  const own = `<body><div id="root"></div><script type="module" src="./index.tsx"></script></body>`;
  const html = existsSync(file)
    ? readFileSync(file, 'utf8')
    : `<!doctype html><html lang="en"><head></head>${own}</html>`;
  const scripts = BRIDGES.map((name) => `<script type="module" src="/preview/${name}"></script>`).join('');
  return html.replace(/<head>|<script\b/, (tag) => (tag === '<head>' ? tag + scripts : scripts + tag));
}

/**
 * The front ends that import this module.
 *
 * @param {EnvironmentModuleNode} module
 * @param {Set<EnvironmentModuleNode>} seen
 * @returns {string[]}
 */
function entriesOf(module, seen = new Set()) {
  if (seen.has(module)) return [];
  seen.add(module);
  const [, folder] = /^src\/([\w-]+)\/index\.\w+$/.exec(relative('.', module.file ?? '')) ?? [];
  const above = [...module.importers].flatMap((importer) => entriesOf(importer, seen));
  return folder && frontEnds().includes(folder) ? [folder, ...above] : above;
}

/**
 * @param {EnvironmentModuleNode} module
 * @param {Set<EnvironmentModuleNode>} seen
 * @returns {boolean}
 */
function canSwap(module, seen = new Set()) {
  if (module.isSelfAccepting || seen.has(module)) return true;
  seen.add(module);
  return module.importers.size > 0 && [...module.importers].every((importer) => canSwap(importer, seen));
}

/** @param {string[]} folders */
function namesOf(folders) {
  if (!folders.includes('background')) return 'the views start';
  return folders.some((folder) => folder !== 'background') ? 'script and views start' : 'the script starts';
}
