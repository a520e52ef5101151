// @ts-check
// What atlassian-connect.json says, as the preview needs it: the host pages of the app, each with its script and its views.
import { readFileSync } from 'node:fs';

/** The files that a frame loads before the app. */
export const BRIDGES = ['bridge.js'];
/** What its page asks of the server beside the usual calls. */
export const CALLS = {};

/** @import { App } from './types' */

const ISSUE = { issue: { id: '10001', key: 'TEAM-1' }, project: { id: '10000', key: 'TEAM' } };
/** By the location of the script: what its views are, and what the host reports about the page. */
const HOMES = new Map([
  ['dashboard', { name: 'Jira dashboard', layout: 'grid', views: 'jiraDashboardItems', context: {} }],
  ['issue_view', { name: 'Jira issue', layout: 'panel', views: 'webPanels', context: ISSUE }],
]);

/** @returns {App} */
export function readApp() {
  const { name, modules } = readDescriptor();
  /** @type {(home: { views: string, context: object }) => App['homes'][number]['views']} */
  const viewsOf = ({ views, context }) =>
    (modules[views] ?? []).map(({ name, url = '' }) => ({
      title: name?.value,
      folder: url.split('/')[1] ?? '',
      context,
    }));
  const homes = (modules.jiraBackgroundScripts ?? []).flatMap(({ location }) => {
    const home = HOMES.get(location?.type ?? '');
    if (!home) return [];
    const { name, layout, context } = home;
    return [{ name, layout, script: { folder: 'background', context }, views: viewsOf(home) }];
  });
  return { name, homes };
}

/** @typedef {{ name?: { value: string }, url?: string, location?: { type: string } }} Entry a module of the descriptor */

/**
 * @returns {{ name: string, modules: Record<string, Entry[]> }}
 */
function readDescriptor() {
  return JSON.parse(readFileSync('atlassian-connect.json', 'utf8'));
}

/**
 * The Content-Security-Policy of server/pages.ts, with Vite's own scripts and styles.
 *
 * @param {string} nonce
 * @param {number} port
 */
export function policyOf(nonce, port) {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    `connect-src 'self' ws://*.localhost:${port}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
