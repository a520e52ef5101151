// Compares the APIs that the sources call with the scopes in the manifest. Atlassian's validator does not read the
// sources, and `forge lint` needs an account and the network.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isMap, LineCounter, parseDocument } from 'yaml';

/** The functions of @forge/api and @forge/bridge that call a product. */
const PRODUCTS = { requestJira: 'Jira', requestConfluence: 'Confluence', requestBitbucket: 'Bitbucket' };

/** Which API a scope is for. A scope that is in none of these is not judged. */
const SCOPES = [
  ['storage', /^storage:app$/],
  ['Confluence', /confluence/],
  ['Bitbucket', /:bitbucket$/],
  ['Jira', /jira|servicedesk|servicemanagement/],
];

/** The scopes of some common paths: any one of them is enough. The reference of each API has those of the others. */
const PATHS = [
  [/^GET \/rest\/api\/[23]\/(issue|search|project)\b/, /^read:(jira-work|issue.*:jira|project.*:jira)$/, 'read:jira-work'],
  [/^(POST|PUT|DELETE) \/rest\/api\/[23]\/issue\b/, /^(write|delete):(jira-work|issue.*:jira|comment:jira)$/, 'write:jira-work'],
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

/** @returns {{ file: string, line: number, message: string }[]} what is missing in the manifest, and what is too much. */
export function checkScopes(folder = '.') {
  const manifest = readManifest(readFileSync(join(folder, 'manifest.yml'), 'utf8'));
  const calls = sourcesOf(folder).flatMap((file) => callsIn(file, readFileSync(join(folder, file), 'utf8')));
  return [...calls.flatMap((call) => missing(call, manifest)), ...tokens(manifest), ...unused(calls, manifest)];
}

function missing({ file, line, api, name, request }, { scopes }) {
  if (!scopes.some((scope) => apiOf(scope.name) === api)) {
    return [{ file, line, message: `${name} needs a scope of ${api}: ${advice(EXAMPLES[api])}` }];
  }
  const path = PATHS.find(([pattern]) => request && pattern.test(request));
  if (!path || scopes.some(({ name }) => path[1].test(name))) return [];
  return [{ file, line, message: `${request} needs the scope ${path[2]}: ${advice(path[2])}` }];
}

/** An endpoint with tokens gets none unless the app asks for them, and for something that they are good for. */
function tokens({ auth, scopes, authLine }) {
  const wanted = auth.map((token) => `read:app-${token}-token`);
  const messages = wanted.filter((name) => !scopes.some((scope) => scope.name === name)).map(advice);
  if (auth.length && !scopes.some(({ name }) => apiOf(name))) messages.push('the tokens need a scope of the product, too');
  return messages.map((message) => ({ file: 'manifest.yml', line: authLine, message: `auth: ${message}` }));
}

function unused(calls, { scopes, auth, usesEvents }) {
  return scopes
    .filter(({ name, comment }) => {
      const token = /^read:app-(user|system)-token$/.exec(name)?.[1];
      if (comment) return false;
      if (token) return !auth.includes(token);
      const api = apiOf(name);
      if (!api || calls.some((call) => call.api === api)) return false;
      return api === 'storage' || !(auth.length || usesEvents);
    })
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
  const line = (node) => lineCounter.linePos(node.range[0]).line;
  const list = document.getIn(['permissions', 'scopes']);
  const items = list?.items ?? [];
  const nodes = isMap(list) ? items.map(({ key }) => key) : items;
  const modules = document.toJS().modules ?? {};
  const endpoint = (modules.endpoint ?? []).find((each) => each.auth);
  const auth = ['user', 'system'].filter((token) => endpoint?.auth[token === 'user' ? 'appUserToken' : 'appSystemToken']?.enabled);
  return {
    scopes: nodes.map((node) => ({ name: String(node.value), line: line(node), comment: node.comment })),
    auth,
    authLine: endpoint ? line(document.getIn(['modules', 'endpoint', modules.endpoint.indexOf(endpoint), 'auth'])) : 0,
    /** Events and other modules of a product need its scopes without a call. */
    usesEvents: 'trigger' in modules || 'rovo:agent' in modules || 'action' in modules,
  };
}

// --- the sources

function sourcesOf(folder) {
  return ['src', 'server'].flatMap((name) => {
    try {
      return readdirSync(join(folder, name), { recursive: true }).map((file) => join(name, file));
    } catch {
      return [];
    }
  }).filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !file.includes('node_modules'));
}

/** The calls of products and storage in one file that imports Forge's packages. */
function callsIn(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const line = (node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const calls = [];
  let isForge = false;

  const visit = (node) => {
    if (ts.isImportDeclaration(node)) {
      const from = node.moduleSpecifier.text;
      const names = node.importClause?.namedBindings?.elements?.map(({ name, propertyName }) => (propertyName ?? name).text) ?? [];
      isForge ||= from === '@forge/api' || from === '@forge/bridge';
      const isStorage = from === '@forge/kvs' || (from === '@forge/api' && names.includes('storage'));
      if (isStorage && !node.importClause?.isTypeOnly) calls.push({ file, line: line(node), api: 'storage', name: from });
    }
    if (ts.isCallExpression(node) && isForge) {
      const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
      const name = ts.isIdentifier(callee) ? callee.text : '';
      if (Object.hasOwn(PRODUCTS, name)) {
        calls.push({ file, line: line(callee), api: PRODUCTS[name], name, request: requestOf(node.arguments) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

/** `GET /rest/api/3/…`, as far as it stands in the call itself; undefined where it does not. */
function requestOf([path, init]) {
  const template = path && ts.isTaggedTemplateExpression(path) ? path.template : path;
  if (!template || !(ts.isTemplateExpression(template) || ts.isStringLiteralLike(template))) return undefined;
  const start = ts.isTemplateExpression(template) ? template.head.text : template.text;
  const method = /\bmethod:\s*['"`](\w+)/.exec(init?.getText() ?? '')?.[1] ?? 'GET';
  return `${method.toUpperCase()} ${start.replace(/\?.*/s, '')}`;
}
