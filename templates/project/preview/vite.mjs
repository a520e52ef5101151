// Vite in the preview: serves script and views from their sources, under the platform's policy, and follows edits.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { createServer } from 'vite';
import { BRIDGES, PLUGINS, policyOf, readApp } from './app.mjs';

const FOLDERS = readApp().homes.flatMap(({ script, views }) => [script, ...views].flatMap(({ folder, edit }) => [folder, edit]));
/** The front ends: folders of src/. */
const FRONT_ENDS = [...new Set(FOLDERS)].filter(Boolean);
const ENTRIES = FRONT_ENDS.map((folder) => `src/${folder}/index.{ts,tsx}`);

/** @returns the frames' part of the server, and `load`, which imports a module of the project as it is now. */
export async function startVite({ server, port, origin, tell }) {
  const nonce = randomBytes(16).toString('base64');
  const vite = await createServer({
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    cacheDir: `build/preview/${port}`, // one for each preview, so that two at once do not write into the same
    html: { cspNonce: nonce },
    server: { middlewareMode: true, ws: { server }, cors: false, fs: { allow: [process.cwd()] }, warmup: { clientFiles: ENTRIES } },
    optimizeDeps: { entries: ENTRIES, include: ['react/jsx-dev-runtime'] },
    // A package in CommonJS with a default export: Node alone would give the app another object than Forge's bundler.
    ssr: { noExternal: ['@forge/resolver'], optimizeDeps: { include: ['@forge/resolver'] } },
    oxc: { jsx: { runtime: 'automatic' } },
    plugins: [...PLUGINS, followEdits(tell)],
  });

  async function sendFrame(request, response) {
    const { pathname } = new URL(request.url, origin);
    const [, folder] = /^\/src\/([\w-]+)\/index\.html$/.exec(pathname) ?? [];
    if (!FRONT_ENDS.includes(folder)) return vite.middlewares(request, response, () => response.writeHead(404).end());
    const html = await vite.transformIndexHtml(pathname, withBridge(folder));
    const policy = `${policyOf(nonce, port)}; frame-ancestors ${origin}`;
    const headers = { 'Content-Type': 'text/html', 'Cache-Control': 'no-store', 'Content-Security-Policy': policy };
    return response.writeHead(200, headers).end(withoutNonce(html));
  }
  return { sendFrame, load: (path) => vite.ssrLoadModule(path) };
}

/** The page of a front end, with the host's bridge before every script of the app. UI Kit has no page of its own. */
function withBridge(folder) {
  const file = `src/${folder}/index.html`;
  const page = `<!doctype html><html lang="en"><head><title>${folder}</title></head><body><div id="root"></div>
    <script type="module" src="./index.tsx"></script></body></html>`;
  const scripts = BRIDGES.map((name) => `<script type="module" src="/preview/${name}"></script>`).join('');
  return (existsSync(file) ? readFileSync(file, 'utf8') : page).replace(/<head>|<script\b/, (tag) =>
    tag === '<head>' ? tag + scripts : scripts + tag,
  );
}

/** Vite vouches for all scripts on a page. Those that the owner wrote into it are refused on the platform. */
function withoutNonce(html) {
  return html.replace(/<script(?![^>]*\b(src|type="module"))[^>]*>/g, (tag) => tag.replace(/ nonce="[^"]*"/, ''));
}

/** Tells the page which front ends to start again. What React can replace in place is left to Vite. */
function followEdits(tell) {
  return {
    name: 'preview-edits',
    hotUpdate({ file, modules, server }) {
      if (this.environment.name !== 'client') return undefined;
      const change = { kind: 'change', name: relative(process.cwd(), file) };
      const folders = [...new Set(modules.flatMap((module) => entriesOf(module)))];
      const isSwapped = !folders.includes('background') && modules.every((module) => canSwap(module));
      if (/^(manifest\.yml|atlassian-connect\.json)$/.test(change.name)) {
        tell({ ...change, effect: 'load this page again to see it' });
      } else if (folders.length === 0) {
        const isCalled = server.environments.ssr.moduleGraph.getModulesByFile(file)?.size > 0;
        if (isCalled) tell({ ...change, effect: 'the next call runs it' });
      } else if (isSwapped) tell({ ...change, effect: 'replaced in place' });
      else tell({ ...change, effect: `${namesOf(folders)} again`, restarts: folders });
      return folders.length > 0 && !isSwapped ? [] : undefined;
    },
  };
}

function namesOf(folders) {
  if (!folders.includes('background')) return 'the views start';
  return folders.length > 1 ? 'script and views start' : 'the script starts';
}

/** The front ends that import this module. */
function entriesOf(module, seen = new Set()) {
  if (seen.has(module)) return [];
  seen.add(module);
  const [, folder] = /^src\/([\w-]+)\/index\.\w+$/.exec(relative(process.cwd(), module.file ?? '')) ?? [];
  const above = [...module.importers].flatMap((importer) => entriesOf(importer, seen));
  return FRONT_ENDS.includes(folder) ? [folder, ...above] : above;
}

function canSwap(module, seen = new Set()) {
  if (module.isSelfAccepting || seen.has(module)) return true;
  seen.add(module);
  return module.importers.size > 0 && [...module.importers].every((importer) => canSwap(importer, seen));
}
