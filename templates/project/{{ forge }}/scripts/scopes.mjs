// Compares the APIs that the sources call with the scopes in the manifest. Atlassian's validator does not read the
// sources, and `forge lint` needs an account and the network.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isPair, LineCounter, parseDocument } from 'yaml';

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

/** The scopes of some common paths: any one of them is enough. The reference of each API has those of the others. */
const PATHS = [
  [
    /^GET \/rest\/api\/[23]\/(issue|search|project)\b/,
    /^read:(jira-work|issue.*:jira|project.*:jira)$/,
    'read:jira-work',
  ],
  [
    /^(POST|PUT|DELETE) \/rest\/api\/[23]\/issue\b/,
    /^(write|delete):(jira-work|issue.*:jira|comment:jira)$/,
    'write:jira-work',
  ],
  [/^GET \/rest\/api\/[23]\/(myself|user)\b/, /^read:(jira-user|user.*:jira)$/, 'read:jira-user'],
  [/^GET \/wiki\/api\/v2\/spaces\b/, /^read:space:confluence$/, 'read:space:confluence'],
  [/^GET \/wiki\/api\/v2\/pages\b/, /^read:page:confluence$/, 'read:page:confluence'],
  [/^(POST|PUT) \/wiki\/api\/v2\/pages\b/, /^write:page:confluence$/, 'write:page:confluence'],
];

const EXAMPLES = {
  Jira: 'read:jira-work',
  Confluence: 'read:space:confluence',
  Bitbucket: 'read:repository:bitbucket',
  storage: 'storage:app',
};

/** @returns {{ file: string, line: number, message: string }[]} missing scopes, and scopes that nothing uses. */
export function checkScopes(folder = '.') {
  const manifest = readManifest(readFileSync(join(folder, 'manifest.yml'), 'utf8'));
  const calls = sourcesOf(folder).flatMap((file) => callsIn(file, readFileSync(join(folder, file), 'utf8')));
  return [...calls.flatMap((call) => missing(call, manifest)), ...withoutTokens(manifest), ...unused(calls, manifest)];
}

function missing({ file, line, api, name, request }, { scopes }) {
  if (!scopes.some((scope) => apiOf(scope.name) === api)) {
    return [{ file, line, message: `${name} needs a scope of ${api}: ${advice(EXAMPLES[api])}` }];
  }
  const [, accepted, scope] = PATHS.find(([pattern]) => request && pattern.test(request)) ?? [];
  if (!scope || scopes.some(({ name }) => accepted.test(name))) return [];
  return [{ file, line, message: `${request} needs the scope ${scope}: ${advice(scope)}` }];
}

/** A remote gets a token only if the app has the scope for that token and at least one scope of a product. */
function withoutTokens({ tokens, scopes }) {
  const has = (test) => scopes.some(({ name }) => test(name));
  return tokens.flatMap(({ kind, line }) => {
    const scope = `read:app-${kind}-token`;
    if (!has((name) => name === scope)) return [{ file: 'manifest.yml', line, message: `auth: ${advice(scope)}` }];
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

function advice(scope) {
  return `add ${scope} to permissions.scopes in manifest.yml`;
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
  return ['src', 'server']
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
  if (!imports.some((each) => /^@forge\/(api|bridge)$|\/platform\/product$/.test(each.moduleSpecifier.text)))
    return storage;

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

/** `GET /rest/api/3/…`, if the call itself contains the path; otherwise undefined. */
function requestOf([path, init]) {
  const template = path && ts.isTaggedTemplateExpression(path) ? path.template : path;
  if (!template || !(ts.isTemplateExpression(template) || ts.isStringLiteralLike(template))) return undefined;
  const start = ts.isTemplateExpression(template) ? template.head.text : template.text;
  const method = /\bmethod:\s*['"`](\w+)/.exec(init?.getText() ?? '')?.[1] ?? 'GET';
  return `${method.toUpperCase()} ${start.replace(/\?.*/s, '')}`;
}
