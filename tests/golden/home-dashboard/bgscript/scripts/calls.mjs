// @ts-check
// Compares the APIs that the sources call with the scopes in the manifest, and finds those that Atlassian removes.
// Atlassian's validator does not read the sources, and `forge lint` needs an account and the network.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isCollection, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { gone, missing } from './scopes.mjs';

/** @import { Finding } from './addresses.mjs' */

/** @typedef {'Jira' | 'Confluence' | 'Bitbucket' | 'storage'} Api */
/** @typedef {[method: string, path: string]} Request in the path, `{}` is what the code fills in */
/** @typedef {{ file: string, line: number, api: Api, name: string, request?: Request }} Call */
/** @typedef {{ name: string, line: number, comment?: string | null }} Scope */
/**
 * @typedef {object} Manifest
 * @property {Scope[]} scopes
 * @property {{ kind: string, line: number }[]} tokens the tokens that remotes ask for
 * @property {boolean} hasEvents whether there are modules that need scopes of the product without calling it
 */

/**
 * The functions of @forge/api and @forge/bridge that call a product.
 *
 * @type {Map<string, Api>}
 */
const PRODUCTS = new Map([
  ['requestJira', 'Jira'],
  ['requestConfluence', 'Confluence'],
  ['requestBitbucket', 'Bitbucket'],
]);

/**
 * Which API a scope is for. A scope that matches none of these is not checked.
 *
 * @type {[api: Api, scopes: RegExp][]}
 */
const SCOPES = [
  ['storage', /^storage:app$/],
  ['Confluence', /confluence/],
  ['Bitbucket', /:bitbucket$/],
  ['Jira', /jira|servicedesk|servicemanagement/],
];

/** @type {Record<Api, string>} */
const EXAMPLES = {
  Jira: 'read:jira-work',
  Confluence: 'read:space:confluence',
  Bitbucket: 'read:repository:bitbucket',
  storage: 'storage:app',
};

/**
 * Missing scopes, scopes that nothing uses, and calls that Atlassian removes. These are warnings: they may work today.
 *
 * @param {string} folder
 * @returns {Finding[]}
 */
export function checkCalls(folder = '.') {
  const manifest = readManifest(readFileSync(join(folder, 'manifest.yml'), 'utf8'));
  const calls = sourcesOf(folder).flatMap((file) => callsIn(file, readFileSync(join(folder, file), 'utf8')));
  return [
    ...calls.flatMap((call) => lacks(call, manifest)),
    ...withoutTokens(manifest),
    ...unused(calls, manifest),
    ...calls.flatMap(removed),
  ];
}

/** @type {(file: string, line: number, message: string) => Finding} */
const errorAt = (file, line, message) => ({ file, line, level: 'error', message });

/** @type {(call: Call, manifest: Manifest) => Finding[]} */
function lacks({ file, line, api, name, request }, { scopes }) {
  const names = scopes.map((scope) => scope.name);
  if (request) {
    const needed = missing(...request, names);
    const message = `${request.join(' ')} is not allowed: ${advice(needed)}`;
    return needed.length > 0 ? [errorAt(file, line, message)] : [];
  }
  if (names.some((scope) => apiOf(scope) === api)) return [];
  return [errorAt(file, line, `${name} needs a scope of ${api}: ${advice([EXAMPLES[api]])}`)];
}

/** @type {(call: Call) => Finding[]} */
function removed({ file, line, request }) {
  const fate = request && gone(...request);
  if (!request || !fate) return [];
  const what = request.join(' ');
  const says = fate.day
    ? `Atlassian's date for the removal of ${what} is ${fate.day}${fate.change && ` (${fate.change})`}`
    : `Atlassian has deprecated ${what}`;
  return [{ file, line, level: 'warning', message: fate.instead ? `${says}: use ${fate.instead}` : says }];
}

/**
 * A remote gets a token only if the app has the scope for that token and at least one scope of a product.
 *
 * @type {(manifest: Manifest) => Finding[]}
 */
function withoutTokens({ tokens, scopes }) {
  /** @param {(scope: string) => boolean} test */
  const has = (test) => scopes.some(({ name }) => test(name));
  return tokens.flatMap(({ kind, line }) => {
    const scope = `read:app-${kind}-token`;
    if (!has((name) => name === scope)) return [errorAt('manifest.yml', line, `auth: ${advice([scope])}`)];
    if (has((name) => (apiOf(name) ?? 'storage') !== 'storage')) return [];
    return [errorAt('manifest.yml', line, 'auth: the token needs a scope of the product, too')];
  });
}

/** @type {(calls: Call[], manifest: Manifest) => Finding[]} */
function unused(calls, { scopes, tokens, hasEvents }) {
  /** @param {Scope} scope */
  const isUsed = ({ name, comment }) => {
    const kind = /^read:app-(user|system)-token$/.exec(name)?.[1];
    if (kind) return tokens.some((token) => token.kind === kind);
    const api = apiOf(name);
    const isUsedElsewhere = api !== 'storage' && (tokens.length > 0 || hasEvents);
    return Boolean(comment) || !api || isUsedElsewhere || calls.some((call) => call.api === api);
  };
  const advice = 'remove it, or say in a comment on this line what it is for';
  return scopes
    .filter((scope) => !isUsed(scope))
    .map(({ name, line }) => errorAt('manifest.yml', line, `nothing uses the scope ${name}: ${advice}`));
}

/** @param {string[]} scopes */
function advice(scopes) {
  return `add ${scopes.join(', ')} to permissions.scopes in manifest.yml`;
}

/** @param {string} scope */
function apiOf(scope) {
  return SCOPES.find(([, pattern]) => pattern.test(scope))?.[0];
}

// --- the manifest

/**
 * @param {string} text
 * @returns {Manifest}
 */
function readManifest(text) {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  /** @param {unknown} node */
  const lineOf = (node) => lineCounter.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0).line;

  const scopes = document.getIn(['permissions', 'scopes']);
  const items = isCollection(scopes) ? scopes.items : []; // a list or a map
  const names = items.map((item) => (isPair(item) ? item.key : item)).filter((name) => isScalar(name));
  const lists = [document.getIn(['modules', 'endpoint']), document.get('remotes')];
  const callees = lists.flatMap((list) => (isSeq(list) ? list.items : [])).filter((callee) => isMap(callee));
  const tokens = callees.flatMap((callee) =>
    ['User', 'System']
      .filter((kind) => callee.getIn(['auth', `app${kind}Token`, 'enabled']) === true)
      .map((kind) => ({ kind: kind.toLowerCase(), line: lineOf(callee.get('auth')) })),
  );
  return {
    scopes: names.map((node) => ({ name: String(node.value), line: lineOf(node), comment: node.comment })),
    tokens,
    hasEvents: ['trigger', 'action', 'rovo:agent'].some((type) => document.hasIn(['modules', type])),
  };
}

// --- the sources

/** @param {string} folder */
function sourcesOf(folder) {
  return ['src', 'bgscript/server', 'bgscript/platform']
    .filter((name) => existsSync(join(folder, name)))
    .flatMap((name) => readdirSync(join(folder, name), { recursive: true }).map((file) => join(name, String(file))))
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !file.includes('node_modules'));
}

/**
 * The calls of products and of the storage in one file.
 *
 * @param {string} file
 * @param {string} text
 * @returns {Call[]}
 */
function callsIn(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @param {ts.Node} node */
  const lineOf = (node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const imports = source.statements.filter(ts.isImportDeclaration).filter((each) => !each.importClause?.isTypeOnly);
  /** @type {Call[]} */
  const calls = imports.filter(importsStorage).map((each) => {
    return { file, line: lineOf(each), api: 'storage', name: moduleOf(each) };
  });
  if (!imports.some((each) => /^@forge\/(api|bridge)$|\/product$/.test(moduleOf(each)))) return calls;

  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
      const name = callee.getText();
      const api = PRODUCTS.get(name);
      if (api) calls.push({ file, line: lineOf(callee), api, name, request: requestOf(node.arguments) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

/** @param {ts.ImportDeclaration} declaration */
function moduleOf({ moduleSpecifier }) {
  return ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
}

/** @param {ts.ImportDeclaration} declaration */
function importsStorage(declaration) {
  const module = moduleOf(declaration);
  const bindings = declaration.importClause?.namedBindings;
  const names = bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [];
  return module === '@forge/kvs' || (module === '@forge/api' && names.includes('storage'));
}

/**
 * Method and path, where the call itself contains both. Otherwise undefined.
 *
 * @param {readonly (ts.Expression | undefined)[]} argumentsOfCall
 * @returns {Request | undefined}
 */
function requestOf([path, init]) {
  const literal = path && ts.isTaggedTemplateExpression(path) ? path.template : path;
  const method = methodOf(init);
  if (!literal || !method) return undefined;
  if (ts.isStringLiteralLike(literal)) return [method, withoutQuery(literal.text)];
  if (!ts.isTemplateExpression(literal)) return undefined;
  const parts = [literal.head.text, ...literal.templateSpans.map((span) => span.literal.text)];
  return [method, withoutQuery(parts.join('{}'))];
}

/** @param {string} path */
function withoutQuery(path) {
  return path.replace(/[?#].*/s, '');
}

/**
 * The method in a call's options; undefined where it is computed.
 *
 * @param {ts.Expression | undefined} init
 */
function methodOf(init) {
  if (!init) return 'GET';
  if (!ts.isObjectLiteralExpression(init) || init.properties.some(ts.isSpreadAssignment)) return undefined;
  const found = init.properties.find((property) => property.name?.getText().replace(/^['"]|['"]$/g, '') === 'method');
  if (!found) return init.properties.some(({ name }) => name && ts.isComputedPropertyName(name)) ? undefined : 'GET';
  const value = ts.isPropertyAssignment(found) ? found.initializer : undefined;
  return value && ts.isStringLiteralLike(value) ? value.text.toUpperCase() : undefined;
}
