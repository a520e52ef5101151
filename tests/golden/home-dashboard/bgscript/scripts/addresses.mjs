// Which addresses the app calls or shows that permissions.external in manifest.yml does not allow: Forge blocks them.
// Only what is written out is judged, in what Forge runs: functions, and the sources of resources.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';

const ADDRESS = /^https:\/\/((?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,})(?::\d+)?(?:[/?#]|$)/;
const OF_ATLASSIAN = /^(?:.*\.)?(?:atlassian\.(?:com|net)|atl-paas\.net|jira\.com|bitbucket\.org)$/;
/** Forge allows pictures of these without a permission (package @forge/csp). */
const PICTURES = ['secure.gravatar.com', 'images.unsplash.com'];
const GLOBALS = ['window', 'globalThis', 'self'];
const ENDINGS = [
  '',
  '.tsx',
  '.ts',
  '.jsx',
  '.js',
  '.mts',
  '.mjs',
  '/index.tsx',
  '/index.ts',
  '/index.jsx',
  '/index.js',
];

/** @returns {{ file: string, line: number, message: string }[]} each blocked host once for calls, once for pictures */
export function checkAddresses(folder = '.') {
  const manifest = readManifest(readFileSync(join(folder, 'manifest.yml'), 'utf8'));
  const allowed = allowedBy(manifest);
  const { functions, fronts } = running(manifest, folder);
  const told = new Set();
  const isNew = (key) => !told.has(key) && told.add(key);
  return [...new Set([...functions, ...fronts])].sort().flatMap((file) =>
    addressesIn(file, readFileSync(join(folder, file), 'utf8'))
      .filter(({ kind, host }) => (kind === 'fetch' || fronts.has(file)) && !allowed(kind, host))
      .filter(({ kind, host }) => isNew(`${kind} ${host}`))
      .map(({ kind, host, line }) => {
        const section = kind === 'images' ? 'images' : functions.has(file) ? 'fetch.backend' : 'fetch.client';
        return {
          file,
          line,
          message: `Forge blocks ${host}: add it to permissions.external.${section} in manifest.yml`,
        };
      }),
  );
}

// --- the manifest

/** The manifest with the defaults of its variables. */
export function readManifest(text) {
  const { variables = [] } = parse(text).environment ?? {};
  const defaults = Object.fromEntries(variables.filter((each) => each?.key).map((each) => [each.key, each.default]));
  return parse(text.replace(/\$\{(\w+)\}/g, (all, name) => defaults[name] ?? all));
}

/** @returns {(kind: 'fetch' | 'images', host: string) => boolean} whether a host is allowed, or that cannot be known */
export function allowedBy({ permissions, remotes = [], providers }) {
  const { fetch, images = [], configurable } = permissions?.external ?? {};
  const addressOf = (item) => {
    const remote = item?.remote && remotes?.find(({ key }) => key === item.remote);
    return (item?.remote ? remote?.baseUrl : undefined) ?? item?.address ?? item;
  };
  const addresses = {
    fetch: [...(fetch?.backend ?? []), ...(fetch?.client ?? [])].map(addressOf),
    images: (images ?? []).map(addressOf),
  };
  const isKnown = (address) => typeof address === 'string' && !address.includes('${');
  const isOpen = configurable || providers || !Object.values(addresses).flat().every(isKnown);
  const hostOf = (address) =>
    address
      .trim()
      .replace(/^[a-z]+:\/\//, '')
      .split('/')[0]
      .split(':')[0]
      .toLowerCase();
  const matches = (pattern, host) =>
    pattern === '*' || (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern);
  return (kind, name) => {
    const host = name.toLowerCase();
    if (isOpen || OF_ATLASSIAN.test(host) || (kind === 'images' && PICTURES.includes(host))) return true;
    return addresses[kind].map(hostOf).some((pattern) => matches(pattern, host));
  };
}

// --- what Forge runs

/** The sources that functions run, and those that resources show. */
function running({ modules = {}, resources = [] }, folder) {
  const isFile = (path) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile();
  const find = (path) => ENDINGS.map((ending) => path + ending).find(isFile);
  const reach = (starts) => {
    const found = new Set(starts.filter(Boolean));
    for (const file of found) {
      for (const { fileName } of ts.preProcessFile(readFileSync(join(folder, file), 'utf8')).importedFiles) {
        const path = pathOf(fileName, file, folder);
        const next = path && find(path.replace(/\.js$/, ''));
        if (next) found.add(next);
      }
    }
    return found;
  };
  const functions = reach((modules.function ?? []).map(({ handler = '' }) => find(`src/${handler.split('.')[0]}`)));
  const shown = resources.flatMap(({ path = '' }) => {
    if (isFile(path)) return [path];
    return sourcesIn(`src/${path.split('/').slice(1).join('/')}`, folder).filter((file) => !functions.has(file));
  });
  return { functions, fronts: reach(shown) };
}

/** The file that an import means, without its ending; nothing for a package. */
function pathOf(specifier, file, folder) {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  if (!specifier.startsWith('#')) return undefined;
  const { imports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const [pattern, target] of Object.entries(imports)) {
    const [start, end] = pattern.split('*');
    const isMeant = end === undefined ? specifier === start : specifier.startsWith(start) && specifier.endsWith(end);
    if (isMeant && typeof target === 'string')
      return posix.join(target.replace('*', specifier.slice(start.length, specifier.length - (end ?? '').length)));
  }
  return undefined;
}

function sourcesIn(path, folder) {
  if (!existsSync(join(folder, path))) return [];
  const files = readdirSync(join(folder, path), { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  const names = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'));
  return names.filter((name) => /\.[cm]?[jt]sx?$/.test(name));
}

// --- the sources

/** @returns {{ kind: 'fetch' | 'images', host: string, line: number }[]} */
export function addressesIn(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const names = namesIn(source);
  const found = [];
  const add = (kind, node, value) => {
    const host = ADDRESS.exec(textOf(value, names.constants))?.[1];
    if (host) found.push({ kind, host, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
  };
  const visit = (node) => {
    if (ts.isCallExpression(node) && isFetch(node.expression, names)) add('fetch', node, node.arguments[0]);
    if (ts.isJsxAttribute(node) && node.name.getText() === 'src') {
      const { initializer } = node;
      const tag = node.parent.parent.tagName.getText();
      const value = initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
      if (tag === 'img' || tag === 'Image') add('images', node, value);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What a source imports and declares, as far as it decides what `fetch` is, and its constants. */
function namesIn(source) {
  const names = { api: new Set(), fetchIsOther: false, constants: new Map() };
  const visit = (node) => {
    const isImport = ts.isImportClause(node) || ts.isImportSpecifier(node) || ts.isNamespaceImport(node);
    const isDeclaration = ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isFunctionDeclaration(node);
    const name = node.name && ts.isIdentifier(node.name) ? node.name.text : '';
    if (isImport && name) {
      const statement = ts.findAncestor(node, ts.isImportDeclaration);
      if (statement.moduleSpecifier.text === '@forge/api') names.api.add(name);
      else if (name === 'fetch') names.fetchIsOther = true;
    } else if ((isDeclaration || ts.isBindingElement(node)) && name === 'fetch') names.fetchIsOther = true;
    if (ts.isVariableDeclaration(node) && name && node.parent.flags & ts.NodeFlags.Const && node.initializer)
      names.constants.set(name, node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** Whether a name is the global function, the window's, or that of @forge/api. */
function isFetch(callee, { api, fetchIsOther }) {
  if (ts.isIdentifier(callee)) return callee.text === 'fetch' && !fetchIsOther;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'fetch') return false;
  const holder = callee.expression.getText();
  return GLOBALS.includes(holder) || api.has(holder);
}

/** The beginning of a text that is written out, here or in a constant of the file. */
function textOf(node, constants) {
  const value = node && ts.isIdentifier(node) ? constants.get(node.text) : node;
  return value && (ts.isStringLiteralLike(value) || ts.isTemplateExpression(value)) ? value.getText().slice(1, -1) : '';
}
