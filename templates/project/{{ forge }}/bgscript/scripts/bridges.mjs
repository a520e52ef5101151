// @ts-check
/**
 * Finds the copies of @forge/bridge that the app would load. Each copy has state of its own, so there has to be one.
 * `overrides` and `resolutions` of package.json provide for that, but in a workspace only those of its root count.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const BRIDGE = '@forge/bridge';

/**
 * Checks which copies are installed for a project.
 *
 * @param {string} root the project's folder
 * @returns {string[]} the problems. Empty where there is one copy, the one that package.json names.
 */
export function checkBridges(root = process.cwd()) {
  const copies = findCopies(root);
  const named = copies.map(({ folder, version, for: name }) => `${version} for ${name} in ${relative(root, folder)}`);
  if (copies.length > 1) {
    return [`${BRIDGE} is installed ${copies.length} times: ${named.join(', ')}. ${ADVICE}`];
  }
  const asked = readPackage(root).dependencies?.[BRIDGE] ?? '';
  const isOther = copies.some(({ version }) => /^\d/.test(asked) && version !== asked);
  return isOther ? [`dependencies has ${BRIDGE} ${asked}, and there is ${named[0]}. ${ADVICE}`] : [];
}

const ADVICE =
  'Give the version in `dependencies` to `resolutions`, and to pnpm-workspace.yaml if there is one; in a workspace, to ' +
  '`overrides` or `resolutions` of its root. Then install again.';

/**
 * Follows the dependencies of the app, not those of its tools, as a bundler finds them.
 *
 * @param {string} root
 */
function findCopies(root) {
  /** @type {Map<string, { folder: string, version: string, for: string }>} */
  const copies = new Map();
  const seen = new Set([root]);
  for (const folder of seen) {
    const { name, dependencies, optionalDependencies } = readPackage(folder);
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = findPackage(needed, folder);
      if (found && needed === BRIDGE && !copies.has(found)) {
        copies.set(found, { folder: found, version: readPackage(found).version, for: name });
      }
      if (found) seen.add(found); // a set that grows is followed to its end
    }
  }
  return [...copies.values()];
}

/**
 * @param {string} name
 * @param {string} from the folder that needs the package
 */
function findPackage(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return realpathSync(found);
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {string} version
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 */

/**
 * @param {string} folder
 * @returns {Package}
 */
function readPackage(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
