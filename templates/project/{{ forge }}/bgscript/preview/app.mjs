// @ts-check
// Reads from manifest.yml what the preview needs: the pages of the app, its resources and its remotes.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { parse } from 'yaml';
import { pagesOf } from '../host/pages.mjs';
export { BRIDGES } from './flavour.mjs';
export { policyOf } from '../host/policy.mjs';
export { CALLS } from '../host/tokens.mjs';

/** @import { Manifest } from '../host/pages.mjs' */
/** @import { App } from './types' */

/** @returns {Manifest} */
const readManifest = () => parse(readFileSync('manifest.yml', 'utf8'));

/** @returns {App} */
export function readApp() {
  const { modules, resources, remotes = [] } = readManifest();
  const folders = new Map(resources.map(({ key, path }) => [key, basename(extname(path) ? dirname(path) : path)]));
  const own = existsSync('bgscript/server') ? (modules.endpoint ?? []).map(({ remote }) => remote) : [];
  return {
    name: JSON.parse(readFileSync('package.json', 'utf8')).name,
    resources: Object.fromEntries(folders),
    remotes: Object.fromEntries(remotes.map(({ key }) => [key, own.includes(key)])),
    homes: pagesOf(modules, folders),
  };
}
