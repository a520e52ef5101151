// Compares the APIs that the sources call with the scopes in the manifest, and finds those that Atlassian removes.
// Atlassian's validator does not read the sources, and `forge lint` needs an account and the network.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isPair, LineCounter, parseDocument } from 'yaml';
import { gone, missing } from './scopes.mjs';

/** The functions of @forge/api and @forge/bridge that call a product. */
const PRODUCTS = new Map([
  ['requestJira', 'Jira'],
  ['requestConfluence', 'Confluence'],
  ['requestBitbucket', 'Bitbucket'],
]);

/** Which API a scope is for. A scope that matches none of these is not checked. */
const SCOPES = [
  ['storage', /^storage:app$/],
  ['Confluence', /confluence/],
  ['Bitbucket', /:bitbucket$/],
  ['Jira', /jira|servicedesk|servicemanagement/],
];

const EXAMPLES = {
  Jira: 'read:jira-work',
  Confluence: 'read:space:confluence',
  Bitbucket: 'read:repository:bitbucket',
  storage: 'storage:app',
};

/**
 * Missing scopes, scopes that nothing uses, and calls that Atlassian removes. These are warnings: they may work today.
 *
 * @returns {{ file: string, line: number, level: 'error' | 'warning', message: string }[]}
 */
export function checkCalls(folder = '.') {
  const manifest = readManifest(readFileSync(join(folder, 'manifest.yml'), 'utf8'));
  const calls = sourcesOf(folder).flatMap((file) => callsIn(file, readFileSync(join(folder, file), 'utf8')));
  const errors = [
    ...calls.flatMap((call) => lacks(call, manifest)),
    ...withoutTokens(manifest),
    ...unused(calls, manifest),
  ];
  return [
    ...errors.map((each) => ({ ...each, level: 'error' })),
    ...calls.flatMap(removed).map((each) => ({ ...each, level: 'warning' })),
  ];
}

function lacks({ file, line, api, name, request }, { scopes }) {
  const names = scopes.map((scope) => scope.name);
  if (request) {
    const needed = missing(...request, names);
    return needed.length > 0 ? [{ file, line, message: `${request.join(' ')} is not allowed: ${advice(needed)}` }] : [];
  }
  if (names.some((scope) => apiOf(scope) === api)) return [];
  return [{ file, line, message: `${name} needs a scope of ${api}: ${advice([EXAMPLES[api]])}` }];
}

function removed({ file, line, request }) {
  const fate = request && gone(...request);
  if (!fate) return [];
  const what = request.join(' ');
  const says = fate.day
    ? `Atlassian's date for the removal of ${what} is ${fate.day}${fate.change && ` (${fate.change})`}`
    : `Atlassian has deprecated ${what}`;
  return [{ file, line, message: fate.instead ? `${says}: use ${fate.instead}` : says }];
}

/** A remote gets a token only if the app has the scope for that token and at least one scope of a product. */
function withoutTokens({ tokens, scopes }) {
  const has = (test) => scopes.some(({ name }) => test(name));
  return tokens.flatMap(({ kind, line }) => {
    const scope = `read:app-${kind}-token`;
    if (!has((name) => name === scope)) return [{ file: 'manifest.yml', line, message: `auth: ${advice([scope])}` }];
    if (has((name) => apiOf(name) && apiOf(name) !== 'storage')) return [];
    return [{ file: 'manifest.yml', line, message: 'auth: the token needs a scope of the product, too' }];
  });
}

function unused(calls, { scopes, tokens, hasEvents }) {
  const isUsed = ({ name, comment }) => {
    const kind = /^read:app-(user|system)-token$/.exec(name)?.[1];
    if (kind) return tokens.some((token) => token.kind === kind);
    const api = apiOf(name);
    const isUsedElsewhere = api !== 'storage' && (tokens.length > 0 || hasEvents);
    return Boolean(comment) || !api || isUsedElsewhere || calls.some((call) => call.api === api);
  };
  return scopes
    .filter((scope) => !isUsed(scope))
    .map(({ name, line }) => ({
      file: 'manifest.yml',
      line,
      message: `nothing uses the scope ${name}: remove it, or say in a comment on this line what it is for`,
    }));
}

function advice(scopes) {
  return `add ${scopes.join(', ')} to permissions.scopes in manifest.yml`;
}

function apiOf(scope) {
  return SCOPES.find(([, pattern]) => pattern.test(scope))?.[0];
}

// --- the manifest

function readManifest(text) {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const lineOf = (node) => lineCounter.linePos(node.range[0]).line;

  const scopes = document.getIn(['permissions', 'scopes']);
  const names = (scopes?.items ?? []).map((item) => (isPair(item) ? item.key : item)); // a list or a map
  const callees = [document.getIn(['modules', 'endpoint']), document.get('remotes')].flatMap(
    (list) => list?.items ?? [],
  );
  const tokens = callees.flatMap((callee) =>
    ['User', 'System']
      .filter((kind) => callee.getIn(['auth', `app${kind}Token`, 'enabled']) === true)
      .map((kind) => ({ kind: kind.toLowerCase(), line: lineOf(callee.get('auth')) })),
  );
  return {
    scopes: names.map((node) => ({ name: String(node.value), line: lineOf(node), comment: node.comment })),
    tokens,
    /** Modules that need scopes of the product without calling it. */
    hasEvents: ['trigger', 'action', 'rovo:agent'].some((type) => document.hasIn(['modules', type])),
  };
}

// --- the sources

function sourcesOf(folder) {
  return ['src', 'bgscript/server', 'bgscript/platform']
    .filter((name) => existsSync(join(folder, name)))
    .flatMap((name) => readdirSync(join(folder, name), { recursive: true }).map((file) => join(name, file)))
    .filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !file.includes('node_modules'));
}

/** The calls of products and of the storage in one file. */
function callsIn(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineOf = (node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const imports = source.statements.filter(ts.isImportDeclaration).filter((each) => !each.importClause?.isTypeOnly);
  const storage = imports.filter(importsStorage).map((each) => {
    return { file, line: lineOf(each), api: 'storage', name: each.moduleSpecifier.text };
  });
  if (!imports.some((each) => /^@forge\/(api|bridge)$|\/product$/.test(each.moduleSpecifier.text))) return storage;

  const calls = [];
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
      const api = PRODUCTS.get(callee.getText());
      if (api) calls.push({ file, line: lineOf(callee), api, name: callee.text, request: requestOf(node.arguments) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return [...storage, ...calls];
}

function importsStorage({ moduleSpecifier, importClause }) {
  const names = importClause?.namedBindings?.elements ?? [];
  const isOld = moduleSpecifier.text === '@forge/api' && names.some(({ name }) => name.text === 'storage');
  return isOld || moduleSpecifier.text === '@forge/kvs';
}

/** Method and path, where the call itself contains both; `{}` is what the code fills in. Otherwise undefined. */
function requestOf([path, init]) {
  const literal = path && ts.isTaggedTemplateExpression(path) ? path.template : path;
  const method = methodOf(init);
  if (!literal || !method) return undefined;
  if (ts.isStringLiteralLike(literal)) return [method, withoutQuery(literal.text)];
  if (!ts.isTemplateExpression(literal)) return undefined;
  return [
    method,
    withoutQuery([literal.head.text, ...literal.templateSpans.map((span) => span.literal.text)].join('{}')),
  ];
}

function withoutQuery(path) {
  return path.replace(/[?#].*/s, '');
}

/** The method in a call's options; undefined where it is computed. */
function methodOf(init) {
  if (!init) return 'GET';
  if (!ts.isObjectLiteralExpression(init) || init.properties.some(ts.isSpreadAssignment)) return undefined;
  const found = init.properties.find((property) => property.name?.getText().replace(/^['"]|['"]$/g, '') === 'method');
  if (!found) return init.properties.some(({ name }) => ts.isComputedPropertyName(name)) ? undefined : 'GET';
  const value = ts.isPropertyAssignment(found) ? found.initializer : undefined;
  return value && ts.isStringLiteralLike(value) ? value.text.toUpperCase() : undefined;
}
