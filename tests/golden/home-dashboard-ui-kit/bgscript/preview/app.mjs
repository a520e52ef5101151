// @ts-check
// Reads from manifest.yml what the preview needs: the host pages of the app, each with its script and views.
import { readFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { parse } from 'yaml';
export { BRIDGES } from './flavour.mjs';
export { policyOf } from '../host/policy.mjs';

/** @import { App, Module, Place } from './types' */

const ISSUE = {
  issue: { id: '10001', key: 'TEAM-1', type: 'Task', typeId: '10002' },
  project: { id: '10000', key: 'TEAM', type: 'software' },
};
/**
 * A host page: what it is called and looks like, the type of its views, and the context of views alone (`page`) or of
 * views and script (`all`).
 *
 * @typedef {Pick<Place, 'name' | 'layout' | 'config'> & { views: string, page?: object, all?: object }} Home
 */
/** @type {Record<string, Home>} By the type of the script. */
const HOMES = {
  'dashboards:backgroundScript': {
    name: 'Home dashboard',
    layout: 'grid',
    views: 'dashboards:widget',
    config: 'config',
    page: { context: { dashboardId: 'dashboard-1', widgetId: '$view' } },
  },
  'jira:dashboardBackgroundScript': {
    name: 'Jira dashboard',
    layout: 'grid',
    views: 'jira:dashboardGadget',
    config: 'gadgetConfiguration',
    page: { dashboard: { id: '10000' }, gadget: { id: '$view' } },
  },
  'jira:issueViewBackgroundScript': { name: 'Jira issue', layout: 'panel', views: 'jira:issuePanel', all: ISSUE },
  'jira:globalBackgroundScript': { name: 'All of Jira', layout: 'panel', views: 'jira:issuePanel', all: ISSUE },
  'confluence:backgroundScript': { name: 'Confluence home', layout: 'feed', views: 'confluence:homepageFeed' },
};

/**
 * @typedef {object} Entry a module of the manifest
 * @property {string} key
 * @property {string} resource
 * @property {string | { i18n: string }} [title]
 * @property {{ resource: string }} [edit]
 *
 * @typedef {{ modules: Record<string, Entry[]>, resources: { key: string, path: string }[] }} Manifest
 */

/** @returns {Manifest} */
const readManifest = () => parse(readFileSync('manifest.yml', 'utf8'));

/** @returns {App} */
export function readApp() {
  const { modules, resources } = readManifest();
  const folders = new Map(resources.map(({ key, path }) => [key, basename(extname(path) ? dirname(path) : path)]));
  /** @param {string} resource */
  const folderOf = (resource) => folders.get(resource) ?? resource;
  /** @type {(entry: Entry, context: object) => Module} */
  const viewOf = ({ key, title = key, resource, edit }, context) => ({
    title: typeof title === 'string' ? title : title.i18n,
    folder: folderOf(resource),
    edit: edit && folderOf(edit.resource),
    context,
  });
  const homes = Object.entries(HOMES).flatMap(([type, { views, page, all, ...home }]) => {
    const [script] = modules[type] ?? [];
    if (!script) return [];
    return [
      {
        ...home,
        script: { folder: folderOf(script.resource), context: { type, ...all } },
        views: (modules[views] ?? []).map((entry) => viewOf(entry, { type: views, ...all, ...page })),
      },
    ];
  });
  return { name: JSON.parse(readFileSync('package.json', 'utf8')).name, resources: Object.fromEntries(folders), homes };
}
