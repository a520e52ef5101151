// Which scopes a REST call needs, and which calls Atlassian removes, from scopes.json, which is derived from Atlassian's
// OpenAPI documents. A call is a method and a path; in the path, `{}` is what the code fills in:
// `/rest/api/3/issue/{}/comment`. Nothing is known of a call that the table does not have.
import { readFileSync } from 'node:fs';

const HOLE = '{}';
const VERSIONS = [
  [/^\/rest\/api\/(?:2|latest)(?=\/)/, '/rest/api/3'],
  [/^\/rest\/(agile|software)\/latest(?=\/)/, '/rest/$1/1.0'],
];

/** @returns {string[][]} the sets of scopes of which a call needs one, as a whole; none where none is documented. */
export function needed(method, path) {
  const { operations, sets } = table();
  const numbers = operationsOf(method, path).map((operation) => operations.get(operation));
  if (numbers.some((each) => each.length === 0)) return []; // one of the operations that this can be needs no scope
  return [...new Set(numbers.flat())].map((number) => sets[number]);
}

/** @returns {string[]} the fewest scopes that a call lacks beside those that the app has. */
export function missing(method, path, scopes) {
  const lacks = needed(method, path).map((each) => each.filter((scope) => !scopes.includes(scope)));
  return lacks.reduce((least, each) => (each.length < least.length ? each : least), lacks[0] ?? []);
}

/** @returns {{ day: string, change: string, instead: string } | undefined} when Atlassian removes a call, if it does. */
export function gone(method, path) {
  const found = operationsOf(method, path).map((operation) => table().gone[operation]);
  if (found.length === 0 || found.some((each) => !each)) return undefined;
  const [day, change, instead] = found[0];
  return { day, change, instead };
}

let read;
function table() {
  read ??= asTable(JSON.parse(readFileSync(new URL('scopes.json', import.meta.url), 'utf8')));
  return read;
}

function asTable({ scopes, sets, paths, gone }) {
  const operations = new Map();
  const tree = new Map();
  for (const [path, entries] of Object.entries(paths)) {
    let leaf = tree;
    for (const segment of path.slice(1).split('/')) {
      if (!leaf.has(segment)) leaf.set(segment, new Map());
      leaf = leaf.get(segment);
    }
    leaf.set('', path);
    for (const [method, ...numbers] of entries.map((entry) => entry.split(' '))) {
      operations.set(`${method} ${path}`, numbers.map(Number));
    }
  }
  return { operations, tree, gone, sets: sets.map((each) => each.map((index) => scopes[index])) };
}

/** The documented operations that a call can be: one, or all where a filled-in part decides between them. */
function operationsOf(method, path) {
  const { operations, tree } = table();
  const segments = segmentsOf(path);
  const known = pathsOf(tree, segments)
    .map((found) => `${method.toUpperCase()} ${found}`)
    .filter((operation) => operations.has(operation));
  return known.length > 0 && isCertain(segments, known[0].split('/').slice(1)) ? known.slice(0, 1) : known;
}

/** The segments of a path, in the version that the table has. */
function segmentsOf(path) {
  const plain = `/${path
    .replace(/[?#].*/s, '')
    .split('/')
    .filter(Boolean)
    .join('/')}`;
  return VERSIONS.reduce((text, [pattern, version]) => text.replace(pattern, version), plain)
    .slice(1)
    .split('/');
}

/** The documented paths that these segments can be, the likeliest first. */
function pathsOf(tree, segments) {
  if (segments.length === 0) return tree.has('') ? [tree.get('')] : [];
  const [first, ...rest] = segments;
  return branchesOf(tree, first, rest.length === 0).flatMap((name) => pathsOf(tree.get(name), rest));
}

function branchesOf(tree, segment, isLast) {
  const literals = [...tree.keys()].filter((name) => name !== '' && name !== HOLE);
  if (segment === HOLE && !tree.has(HOLE)) return isLast ? [] : literals; // the last one may be several segments
  const parameter = tree.has(HOLE) && segment !== HOLE ? [HOLE] : [];
  if (segment !== '' && tree.has(segment)) return [segment, ...parameter];
  if (!segment.includes(HOLE)) return parameter;
  const pattern = new RegExp(`^${segment.split(HOLE).map(escape).join('.*')}$`, 's');
  const [query] = isLast ? segment.split(HOLE) : ['']; // `search{}`, where a query is filled in
  return [...literals.filter((name) => name === query || pattern.test(name)), ...parameter];
}

function escape(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Whether everything that is filled in is a parameter. */
function isCertain(segments, known) {
  return segments.every((each, index) => !each.includes(HOLE) || (each === HOLE && known[index] === HOLE));
}
