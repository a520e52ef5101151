// What atlassian-connect.json says, as the preview needs it: the host pages of the app, each with its script and its views.
import { readFileSync } from 'node:fs';

/** The files that a frame loads before the app. */
export const BRIDGES = ['bridge.js'];

const ISSUE = { issue: { id: '10001', key: 'TEAM-1' }, project: { id: '10000', key: 'TEAM' } };
/** By the location of the script: what its views are, and what the host says. */
const HOMES = {
  dashboard: { name: 'Jira dashboard', layout: 'grid', views: 'jiraDashboardItems', page: {} },
  issue_view: { name: 'Jira issue', layout: 'panel', views: 'webPanels', page: ISSUE },
};

export function readApp() {
  const { name, modules } = JSON.parse(readFileSync('atlassian-connect.json', 'utf8'));
  const locations = modules.jiraBackgroundScripts.map(({ location }) => location.type);
  const homeAt = ({ views, page, ...home }) => ({
    ...home,
    script: { folder: 'background', context: page },
    views: (modules[views] ?? []).map(({ name, url }) => ({
      title: name.value,
      folder: url.split('/')[1],
      context: page,
    })),
  });
  return { name, homes: locations.map((location) => homeAt(HOMES[location])) };
}

/** The Content-Security-Policy of server/pages.ts, with Vite's own scripts and styles. */
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
