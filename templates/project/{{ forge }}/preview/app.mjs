// What manifest.yml says, as the preview needs it: the homes of the app, each with its script and its views.
import { readFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { parse } from 'yaml';
export { BRIDGES, PLUGINS } from './flavour.mjs';

const LOCATION = { location: 'https://example.atlassian.net/' };
const ISSUE = {
  issue: { id: '10001', key: 'TEAM-1', type: 'Task', typeId: '10002' },
  project: { id: '10000', key: 'TEAM', type: 'software' },
  location: 'https://example.atlassian.net/browse/TEAM-1',
};
/** By the type of the script: what its views are, and what the host tells. `$view` stands for the view's own name. */
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
    page: { dashboard: { id: '10000' }, gadget: { id: '$view' }, ...LOCATION },
  },
  'jira:issueViewBackgroundScript': { name: 'Jira issue', layout: 'panel', views: 'jira:issuePanel', page: ISSUE, all: true },
  'jira:globalBackgroundScript': { name: 'All of Jira', layout: 'panel', views: 'jira:issuePanel', page: ISSUE, all: true },
  'confluence:backgroundScript': {
    name: 'Confluence home',
    layout: 'feed',
    views: 'confluence:homepageFeed',
    page: LOCATION,
  },
};

const readManifest = () => parse(readFileSync('manifest.yml', 'utf8'));

export function readApp() {
  const { modules, resources } = readManifest();
  const folder = (key) => {
    const { path } = resources.find((resource) => resource.key === key);
    return basename(extname(path) ? dirname(path) : path);
  };
  const view = ({ key, title, resource, edit }) => ({
    title: title?.i18n ?? title ?? key,
    folder: folder(resource),
    edit: edit && folder(edit.resource),
  });
  const homes = Object.entries(HOMES).filter(([type]) => modules[type]);
  return {
    name: JSON.parse(readFileSync('package.json', 'utf8')).name,
    homes: homes.map(([type, { views, page, all, ...home }]) => ({
      ...home,
      script: { type, folder: folder(modules[type][0].resource), context: { type, ...(all && page) } },
      views: (modules[views] ?? []).map((module) => ({ ...view(module), context: { type: views, ...page } })),
    })),
  };
}

/** The hosts of which Atlassian allows pictures everywhere. */
const PICTURES =
  'https://secure.gravatar.com https://images.unsplash.com https://api.atlassian.com https://api.media.atlassian.com';
const SANDBOX =
  'allow-popups allow-popups-to-escape-sandbox allow-downloads allow-forms allow-modals allow-pointer-lock allow-same-origin allow-scripts';

/** The platform's Content-Security-Policy, with what the manifest permits, and with Vite's own scripts and styles. */
export function policyOf(nonce, port) {
  const { external = {}, content = {} } = readManifest().permissions ?? {};
  const from = (list = []) => list.map((item) => item.address ?? item).join(' ');
  const own = (list = []) =>
    list.map((word) => (/^(unsafe|sha)/.test(word) ? `'${word}'` : word)).join(' ') + (list.includes('unsafe-inline') ? '' : ` 'nonce-${nonce}'`);
  return [
    "default-src 'self'",
    "form-action 'self'",
    `frame-src 'self' https://api.media.atlassian.com ${from(external.frames)}`,
    `font-src 'self' ${from(external.fonts)}`,
    `img-src 'self' data: blob: ${PICTURES} ${from(external.images)}`,
    `media-src 'self' data: blob: https://api.media.atlassian.com ${from(external.media)}`,
    `connect-src 'self' ws://*.localhost:${port} https://api.media.atlassian.com ${from(external.fetch?.client)}`,
    `script-src 'self' ${own(content.scripts)} ${from(external.scripts)}`,
    `style-src 'self' ${own(content.styles)} ${from(external.styles)}`,
    `sandbox ${SANDBOX}`,
  ].join('; ');
}
