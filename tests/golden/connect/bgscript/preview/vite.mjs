// Vite in the preview: serves script and views from their sources, under the platform's policy, and follows edits.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createServer } from 'vite';
import { BRIDGES, policyOf, readApp } from './app.mjs';

const { homes, resources = {} } = readApp();
const modules = homes.flatMap(({ script, views }) => [script, ...views]);
const shown = modules.flatMap(({ folder, edit = folder }) => [folder, edit]);
/** The front ends: folders of src/. Those of resources that no module names can be opened as modals. */
const FRONT_ENDS = [...new Set([...shown, ...Object.values(resources)])];
const ENTRIES = FRONT_ENDS.map((folder) => `src/${folder}/index.{ts,tsx}`);

/** @returns what sends a frame's files, and what imports a module of the project as it is now */
export async function startVite({ server, port, origin, tell }) {
  const nonce = randomBytes(16).toString('base64');
  let restarted = Promise.resolve();
  let vite;
  vite = await createServer({
    appType: 'custom',
    logLevel: 'error',
    cacheDir: `build/preview/${port}`, // one for each preview, so that two previews do not share it
    html: { cspNonce: nonce },
    server: {
      middlewareMode: true,
      ws: { server },
      cors: false,
      fs: { allow: ['.'] },
      warmup: { clientFiles: ENTRIES },
    },
    optimizeDeps: { entries: ENTRIES, include: ['react/jsx-dev-runtime'] },
    // Node's import of this CommonJS package differs from that of Forge's bundler.
    ssr: { noExternal: ['@forge/resolver'], optimizeDeps: { include: ['@forge/resolver'] } },
    plugins: [{ name: 'preview-edits', hotUpdate: followEdit, configureServer: restart }],
  });

  async function sendFrame(request, response, pathname) {
    const [, folder] = /^\/src\/([\w-]+)\/index\.html$/.exec(pathname) ?? [];
    if (!FRONT_ENDS.includes(folder)) return vite.middlewares(request, response, () => response.writeHead(404).end());
    await restarted;
    const html = await vite.transformIndexHtml(pathname, withBridge(folder));
    const policy = `${policyOf(nonce, port)}; frame-ancestors ${origin}`;
    const headers = { 'Content-Type': 'text/html', 'Cache-Control': 'no-store', 'Content-Security-Policy': policy };
    // Vite would allow all scripts on a page. On the platform, the owner's inline scripts are refused.
    const refused = /<script(?![^>]*\b(src|type="module"))[^>]*>/g;
    return response.writeHead(200, headers).end(html.replace(refused, (tag) => tag.replace(/ nonce="[^"]*"/, '')));
  }

  /** Vite starts again when .env or vite.config.mjs has changed. Frames go before: its client would need a worker. */
  async function restart(next) {
    if (!vite) return;
    restarted = untilReplaced(next);
    tell({ kind: 'change', name: '.env or vite.config.mjs', effect: 'all starts again', restarts: FRONT_ENDS });
    await setTimeout(100);
  }

  async function untilReplaced({ config }) {
    for (let tries = 0; tries < 200 && vite.config !== config; tries += 1) await setTimeout(25);
  }

  /** Says to the page which front ends to start again. Vite updates React components without that. */
  async function followEdit({ file, modules, read, server: { environments } }) {
    if (this.environment.name !== 'client') return undefined;
    await read().catch(() => {}); // Many editors empty a file first: this waits for its new content.
    const name = relative('.', file);
    const restarts = modules.flatMap((module) => entriesOf(module));
    const isCalled = environments.ssr.moduleGraph.getModulesByFile(file)?.size > 0;
    const isSwapped = !restarts.includes('background') && modules.every((module) => canSwap(module));
    if (/^(manifest\.yml|atlassian-connect\.json)$/.test(name))
      tell({ kind: 'change', name, effect: 'load this page again' });
    else if (restarts.length === 0) isCalled && tell({ kind: 'change', name, effect: 'the next call runs it' });
    else if (isSwapped) tell({ kind: 'change', name, effect: 'replaced in place' });
    else tell({ kind: 'change', name, effect: `${namesOf(restarts)} again`, restarts });
    return restarts.length > 0 && !isSwapped ? [] : undefined;
  }
  return { sendFrame, load: (path) => vite.ssrLoadModule(path) };
}

/** The page of a front end, with the host's bridge before every script of the app. UI Kit has no page of its own. */
function withBridge(folder) {
  const file = `src/${folder}/index.html`;
  const own = `<body><div id="root"></div><script type="module" src="./index.tsx"></script></body>`;
  const html = existsSync(file)
    ? readFileSync(file, 'utf8')
    : `<!doctype html><html lang="en"><head></head>${own}</html>`;
  const scripts = BRIDGES.map((name) => `<script type="module" src="/preview/${name}"></script>`).join('');
  return html.replace(/<head>|<script\b/, (tag) => (tag === '<head>' ? tag + scripts : scripts + tag));
}

/** The front ends that import this module. */
function entriesOf(module, seen = new Set()) {
  if (seen.has(module)) return [];
  seen.add(module);
  const [, folder] = /^src\/([\w-]+)\/index\.\w+$/.exec(relative('.', module.file ?? '')) ?? [];
  const above = [...module.importers].flatMap((importer) => entriesOf(importer, seen));
  return FRONT_ENDS.includes(folder) ? [folder, ...above] : above;
}

function canSwap(module, seen = new Set()) {
  if (module.isSelfAccepting || seen.has(module)) return true;
  seen.add(module);
  return module.importers.size > 0 && [...module.importers].every((importer) => canSwap(importer, seen));
}

function namesOf(folders) {
  const views = folders.some((folder) => folder !== 'background');
  return !folders.includes('background') ? 'the views start' : views ? 'script and views start' : 'the script starts';
}
