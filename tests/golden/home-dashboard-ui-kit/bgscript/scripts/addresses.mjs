// @ts-check
// Which addresses the app calls or shows that permissions.external in manifest.yml does not allow: Forge blocks them.
// Only what is written out is judged, in what Forge runs: functions, and the sources of resources.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';

/** @typedef {'fetch' | 'images'} Kind */
/** @typedef {{ kind: Kind, host: string, line: number }} Address */
/** @typedef {{ file: string, line: number, level: 'error' | 'warning', message: string }} Finding */

/**
 * An address in the manifest: itself, the key of a remote, or an object with either.
 *
 * @typedef {string | { address?: string, remote?: string } | null} Item
 */
/**
 * The parts of the manifest that are read here. The file is somebody's: anything may be missing.
 *
 * @typedef {object} Manifest
 * @property {{ variables?: { key: string, default?: string }[] }} [environment]
 * @property {{ external?: External }} [permissions]
 * @property {{ key: string, baseUrl?: string }[] | null} [remotes]
 * @property {unknown} [providers]
 * @property {{ function?: { handler?: string }[] }} [modules]
 * @property {{ path?: string }[]} [resources]
 */
/**
 * @typedef {object} External
 * @property {{ backend?: Item[], client?: Item[] }} [fetch]
 * @property {Item[] | null} [images]
 * @property {boolean} [configurable]
 */

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

/**
 * @param {string} folder
 * @returns {Finding[]} each blocked host once for calls, once for pictures
 */
export function checkAddresses(folder = '.') {
  const manifest = readManifest(readFileSync(join(folder, 'manifest.yml'), 'utf8'));
  const allowed = allowedBy(manifest);
  const { functions, fronts } = running(manifest, folder);
  /** @type {Map<string, Finding>} */
  const findings = new Map();
  for (const file of [...new Set([...functions, ...fronts])].sort()) {
    for (const { kind, host, line } of addressesIn(file, readFileSync(join(folder, file), 'utf8'))) {
      const isRun = kind === 'fetch' || fronts.has(file);
      if (!isRun || allowed(kind, host) || findings.has(`${kind} ${host}`)) continue;
      const section = kind === 'images' ? 'images' : functions.has(file) ? 'fetch.backend' : 'fetch.client';
      const message = `Forge blocks ${host}: add it to permissions.external.${section} in manifest.yml`;
      findings.set(`${kind} ${host}`, { file, line, level: 'error', message });
    }
  }
  return [...findings.values()];
}

// --- the manifest

/**
 * The manifest with the defaults of its variables.
 *
 * @param {string} text
 * @returns {Manifest}
 */
export function readManifest(text) {
  /** @type {Manifest} */
  const { environment } = parse(text);
  const variables = (environment?.variables ?? []).filter((each) => each?.key);
  const defaults = new Map(variables.map((each) => [each.key, each.default]));
  return parse(text.replace(/\$\{(\w+)\}/g, (all, name) => defaults.get(name) ?? all));
}

/**
 * @param {Manifest} manifest
 * @returns {(kind: Kind, host: string) => boolean} whether a host is allowed, or that cannot be known
 */
export function allowedBy({ permissions, remotes, providers }) {
  const { fetch, images, configurable } = permissions?.external ?? {};
  /** @type {(item: Item) => unknown} */
  const addressOf = (item) => {
    if (typeof item === 'string') return item;
    const remote = item?.remote && remotes?.find(({ key }) => key === item.remote);
    return (remote ? remote.baseUrl : undefined) ?? item?.address ?? item;
  };
  const addresses = {
    fetch: [...(fetch?.backend ?? []), ...(fetch?.client ?? [])].map(addressOf),
    images: (images ?? []).map(addressOf),
  };
  const isOpen = configurable || providers || !Object.values(addresses).flat().every(isKnown);
  return (kind, name) => {
    const host = name.toLowerCase();
    if (isOpen || OF_ATLASSIAN.test(host) || (kind === 'images' && PICTURES.includes(host))) return true;
    return addresses[kind].filter(isKnown).some((address) => matches(hostOf(address), host));
  };
}

/**
 * @param {unknown} address
 * @returns {address is string}
 */
const isKnown = (address) => typeof address === 'string' && !address.includes('${');

/** @param {string} address */
function hostOf(address) {
  const [authority = ''] = address
    .trim()
    .replace(/^[a-z]+:\/\//, '')
    .split('/');
  return authority.replace(/:.*/, '').toLowerCase();
}

/**
 * @param {string} pattern
 * @param {string} host
 */
function matches(pattern, host) {
  return pattern === '*' || (pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern);
}

// --- what Forge runs

/**
 * The sources that functions run, and those that resources show.
 *
 * @param {Manifest} manifest
 * @param {string} folder
 */
function running({ modules = {}, resources = [] }, folder) {
  /** @param {string} path */
  const isFile = (path) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() ?? false;
  /** @param {string} path */
  const find = (path) => ENDINGS.map((ending) => path + ending).find(isFile);
  /** @param {(string | undefined)[]} starts */
  const reach = (starts) => {
    const found = new Set(starts.filter((file) => file !== undefined));
    for (const file of found) {
      for (const { fileName } of ts.preProcessFile(readFileSync(join(folder, file), 'utf8')).importedFiles) {
        const path = pathOf(fileName, file, folder);
        const next = path && find(path.replace(/\.js$/, ''));
        if (next) found.add(next);
      }
    }
    return found;
  };
  const functions = reach(
    (modules.function ?? []).map(({ handler = '' }) => find(`src/${handler.replace(/\..*/, '')}`)),
  );
  const shown = resources.flatMap(({ path = '' }) => {
    if (isFile(path)) return [path];
    return sourcesIn(`src/${path.split('/').slice(1).join('/')}`, folder).filter((file) => !functions.has(file));
  });
  return { functions, fronts: reach(shown) };
}

/**
 * The file that an import means, without its ending; nothing for a package.
 *
 * @param {string} specifier
 * @param {string} file
 * @param {string} folder
 */
function pathOf(specifier, file, folder) {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  if (!specifier.startsWith('#')) return undefined;
  /** @type {{ imports?: Record<string, unknown> }} */
  const { imports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const [pattern, target] of Object.entries(imports)) {
    if (typeof target !== 'string') continue;
    const [start = '', end] = pattern.split('*');
    const isMeant = end === undefined ? specifier === start : specifier.startsWith(start) && specifier.endsWith(end);
    const name = specifier.slice(start.length, specifier.length - (end ?? '').length);
    if (isMeant) return posix.join(target.replace('*', name));
  }
  return undefined;
}

/**
 * @param {string} path
 * @param {string} folder
 */
function sourcesIn(path, folder) {
  if (!existsSync(join(folder, path))) return [];
  const entries = readdirSync(join(folder, path), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const names = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'));
  return names.filter((name) => /\.[cm]?[jt]sx?$/.test(name));
}

// --- the sources

/**
 * @param {string} file
 * @param {string} text
 */
export function addressesIn(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const names = namesIn(source);
  /** @type {Address[]} */
  const found = [];
  /** @type {(kind: Kind, node: ts.Node, value?: ts.Node) => void} */
  const add = (kind, node, value) => {
    const host = ADDRESS.exec(textOf(value, names.constants))?.[1];
    if (host) found.push({ kind, host, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
  };
  /** @param {ts.Node} node */
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

/**
 * What a source imports and declares, as far as it decides what `fetch` is, and its constants.
 *
 * @typedef {object} Names
 * @property {Set<string>} api the names that are imported from Forge's API
 * @property {boolean} fetchIsOther
 * @property {Map<string, ts.Node>} constants
 */

/** @param {ts.SourceFile} source */
function namesIn(source) {
  /** @type {Names} */
  const names = { api: new Set(), fetchIsOther: false, constants: new Map() };
  /** @param {ts.Node} node */
  const visit = (node) => {
    addName(node, names);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/**
 * @param {ts.Node} node
 * @param {Names} names
 */
function addName(node, names) {
  if (ts.isImportClause(node) || ts.isImportSpecifier(node) || ts.isNamespaceImport(node)) {
    const module = ts.findAncestor(node, ts.isImportDeclaration)?.moduleSpecifier;
    if (!node.name || !module || !ts.isStringLiteral(module)) return;
    if (module.text === '@forge/api') names.api.add(node.name.text);
    else if (node.name.text === 'fetch') names.fetchIsOther = true;
  } else if (isDeclaration(node) && node.name && ts.isIdentifier(node.name)) {
    if (node.name.text === 'fetch') names.fetchIsOther = true;
    if (ts.isVariableDeclaration(node) && node.parent.flags & ts.NodeFlags.Const && node.initializer) {
      names.constants.set(node.name.text, node.initializer);
    }
  }
}

/** @param {ts.Node} node */
function isDeclaration(node) {
  const isVariable = ts.isVariableDeclaration(node) || ts.isBindingElement(node);
  return isVariable || ts.isParameter(node) || ts.isFunctionDeclaration(node);
}

/**
 * Whether a name is the global function, the window's, or that of @forge/api.
 *
 * @param {ts.Expression} callee
 * @param {Names} names
 */
function isFetch(callee, { api, fetchIsOther }) {
  if (ts.isIdentifier(callee)) return callee.text === 'fetch' && !fetchIsOther;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'fetch') return false;
  const holder = callee.expression.getText();
  return GLOBALS.includes(holder) || api.has(holder);
}

/**
 * The beginning of a text that is written out, here or in a constant of the file.
 *
 * @param {ts.Node | undefined} node
 * @param {Names['constants']} constants
 */
function textOf(node, constants) {
  const value = node && ts.isIdentifier(node) ? constants.get(node.text) : node;
  return value && (ts.isStringLiteralLike(value) || ts.isTemplateExpression(value)) ? value.getText().slice(1, -1) : '';
}
