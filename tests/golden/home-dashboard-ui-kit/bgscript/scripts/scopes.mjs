// @ts-check
// Which scopes a REST call needs, and which calls Atlassian removes, from scopes.json, which is derived from Atlassian's
// OpenAPI documents. A call is a method and a path; in the path, `{}` is what the code fills in:
// `/rest/api/3/issue/{}/comment`. Nothing is known of a call that the table does not have.
import { readFileSync } from 'node:fs';

/**
 * What scopes.json has: the scopes; sets of them, by their indexes; the sets of each operation of a path, as texts such
 * as `GET 1 2`; and the operations that Atlassian removes: when, by which entry of its changelog, and for what.
 *
 * @typedef {object} Stored
 * @property {string[]} scopes
 * @property {number[][]} sets
 * @property {Record<string, string[]>} paths
 * @property {Record<string, [day: string, change: string, instead: string]>} gone
 */
/**
 * The segments of all paths as a tree. At the end of a path is the path itself, under an empty name.
 *
 * @typedef {{ path?: string, branches: Map<string, Tree> }} Tree
 */
/**
 * @typedef {object} Table
 * @property {Map<string, number[]>} operations the sets of each operation, by method and path
 * @property {Tree} tree
 * @property {string[][]} sets
 * @property {Map<string, [day: string, change: string, instead: string]>} gone
 */

const HOLE = '{}';
/** @type {[pattern: RegExp, version: string][]} */
const VERSIONS = [
  [/^\/rest\/api\/(?:2|latest)(?=\/)/, '/rest/api/3'],
  [/^\/rest\/(agile|software)\/latest(?=\/)/, '/rest/$1/1.0'],
];

/**
 * @param {string} method
 * @param {string} path
 * @returns {string[][]} the sets of scopes of which a call needs one, as a whole; none where none is documented.
 */
export function needed(method, path) {
  const { operations, sets } = table();
  const numbers = operationsOf(method, path).map((operation) => operations.get(operation) ?? []);
  if (numbers.some((each) => each.length === 0)) return []; // one of the operations that this can be needs no scope
  return [...new Set(numbers.flat())].flatMap((number) => (sets[number] ? [sets[number]] : []));
}

/**
 * @param {string} method
 * @param {string} path
 * @param {string[]} scopes
 * @returns {string[]} the fewest scopes that a call lacks beside those that the app has.
 */
export function missing(method, path, scopes) {
  const lacks = needed(method, path).map((each) => each.filter((scope) => !scopes.includes(scope)));
  return lacks.reduce((least, each) => (each.length < least.length ? each : least), lacks[0] ?? []);
}

/**
 * @param {string} method
 * @param {string} path
 * @returns {{ day: string, change: string, instead: string } | undefined} when Atlassian removes a call, if it does.
 */
export function gone(method, path) {
  const found = operationsOf(method, path).map((operation) => table().gone.get(operation));
  if (!found[0] || found.some((each) => !each)) return undefined;
  const [day, change, instead] = found[0];
  return { day, change, instead };
}

/** @type {Table | undefined} */
let read;
function table() {
  read ??= asTable(JSON.parse(readFileSync(new URL('scopes.json', import.meta.url), 'utf8')));
  return read;
}

/**
 * @param {Stored} stored
 * @returns {Table}
 */
function asTable({ scopes, sets, paths, gone }) {
  /** @type {Table['operations']} */
  const operations = new Map();
  /** @type {Tree} */
  const tree = { branches: new Map() };
  for (const [path, entries] of Object.entries(paths)) {
    leafOf(tree, path).path = path;
    for (const entry of entries) {
      const [method, ...numbers] = entry.split(' ');
      operations.set(`${method} ${path}`, numbers.map(Number));
    }
  }
  const named = sets.map((each) => each.flatMap((index) => scopes[index] ?? []));
  return { operations, tree, gone: new Map(Object.entries(gone)), sets: named };
}

/**
 * The place of a path in the tree, which is made where there is none.
 *
 * @param {Tree} tree
 * @param {string} path
 */
function leafOf(tree, path) {
  let leaf = tree;
  for (const segment of path.slice(1).split('/')) {
    const next = leaf.branches.get(segment) ?? { branches: new Map() };
    leaf.branches.set(segment, next);
    leaf = next;
  }
  return leaf;
}

/**
 * The documented operations that a call can be: one, or all where a filled-in part decides between them.
 *
 * @param {string} method
 * @param {string} path
 */
function operationsOf(method, path) {
  const { operations, tree } = table();
  const segments = segmentsOf(path);
  const known = pathsOf(tree, segments)
    .map((found) => `${method.toUpperCase()} ${found}`)
    .filter((operation) => operations.has(operation));
  const [likeliest] = known;
  return likeliest && isCertain(segments, likeliest.split('/').slice(1)) ? [likeliest] : known;
}

/**
 * The segments of a path, in the version that the table has.
 *
 * @param {string} path
 */
function segmentsOf(path) {
  const given = path.replace(/[?#].*/s, '').split('/');
  const plain = `/${given.filter(Boolean).join('/')}`;
  const current = VERSIONS.reduce((text, [pattern, version]) => text.replace(pattern, version), plain);
  return current.slice(1).split('/');
}

/**
 * The documented paths that these segments can be, the likeliest first.
 *
 * @param {Tree} tree
 * @param {string[]} segments
 * @returns {string[]}
 */
function pathsOf({ path, branches }, [first, ...rest]) {
  if (first === undefined) return path ? [path] : [];
  return namesOf(branches, first, rest.length === 0).flatMap((name) => {
    const branch = branches.get(name);
    return branch ? pathsOf(branch, rest) : [];
  });
}

/**
 * The names of the branches that a segment can mean.
 *
 * @param {Tree['branches']} branches
 * @param {string} segment
 * @param {boolean} isLast
 */
function namesOf(branches, segment, isLast) {
  const literals = [...branches.keys()].filter((name) => name !== HOLE);
  if (segment === HOLE && !branches.has(HOLE)) return isLast ? [] : literals; // the last one may be several segments
  const parameter = branches.has(HOLE) && segment !== HOLE ? [HOLE] : [];
  if (branches.has(segment)) return [segment, ...parameter];
  if (!segment.includes(HOLE)) return parameter;
  const pattern = new RegExp(`^${segment.split(HOLE).map(escape).join('.*')}$`, 's');
  const [query] = isLast ? segment.split(HOLE) : ['']; // `search{}`, where a query is filled in
  return [...literals.filter((name) => name === query || pattern.test(name)), ...parameter];
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/**
 * Whether everything that is filled in is a parameter.
 *
 * @param {string[]} segments
 * @param {string[]} known
 */
function isCertain(segments, known) {
  return segments.every((each, index) => !each.includes(HOLE) || (each === HOLE && known[index] === HOLE));
}
