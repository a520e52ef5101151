// Reads from manifest.yml what the preview needs: the host pages of the app, each with its script and views.
import { readFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { parse } from 'yaml';
export { BRIDGES } from './flavour.mjs';
export { policyOf } from '../host/policy.mjs';

const ISSUE = {
  issue: { id: '10001', key: 'TEAM-1', type: 'Task', typeId: '10002' },
  project: { id: '10000', key: 'TEAM', type: 'software' },
};
/** For each type of script: its views, and the context that views (`page`) or views and script (`all`) get. */
const HOMES = {
  'dashboards:backgroundScript': {
    ...{ name: 'Home dashboard', layout: 'grid', views: 'dashboards:widget', config: 'config' },
    page: { context: { dashboardId: 'dashboard-1', widgetId: '$view' } },
  },
  'jira:dashboardBackgroundScript': {
    ...{ name: 'Jira dashboard', layout: 'grid', views: 'jira:dashboardGadget', config: 'gadgetConfiguration' },
    page: { dashboard: { id: '10000' }, gadget: { id: '$view' } },
  },
  'jira:issueViewBackgroundScript': { name: 'Jira issue', layout: 'panel', views: 'jira:issuePanel', all: ISSUE },
  'jira:globalBackgroundScript': { name: 'All of Jira', layout: 'panel', views: 'jira:issuePanel', all: ISSUE },
  'confluence:backgroundScript': { name: 'Confluence home', layout: 'feed', views: 'confluence:homepageFeed' },
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
    resources: Object.fromEntries(resources.map(({ key }) => [key, folder(key)])),
    homes: homes.map(([type, { views, page, all, ...home }]) => ({
      ...home,
      script: { folder: folder(modules[type][0].resource), context: { type, ...all } },
      views: (modules[views] ?? []).map((module) => ({ ...view(module), context: { type: views, ...all, ...page } })),
    })),
  };
}
