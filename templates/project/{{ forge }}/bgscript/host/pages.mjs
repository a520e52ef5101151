// @ts-check
// The pages on which an app is shown, as its manifest says: pages of products with its scripts and views, modules without
// a script, and pages of its own.

/** @import { Module, Place } from '../preview/types' */

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
 * What a page is about whose type begins like this.
 *
 * @type {Record<string, object>}
 */
const ABOUT = {
  'jira:project': { project: ISSUE.project },
  'jira:issue': ISSUE,
  'confluence:space': { space: { id: '10000', key: 'TEAM' } },
};
/** The pages of `experience` where modules of the app are shown beside the script for all of Jira. */
const WITH_VIEWS = ['issue-view', 'all'];

/**
 * @typedef {object} Entry a module of the manifest
 * @property {string} key
 * @property {string} resource
 * @property {string | { i18n: string }} [title]
 * @property {string[]} [experience]
 * @property {{ resource: string }} [edit]
 * @property {string} [remote]
 *
 * @typedef {object} Manifest
 * @property {Record<string, Entry[] | undefined>} modules
 * @property {{ key: string, path: string }[]} resources
 * @property {{ key: string }[]} [remotes]
 */

/**
 * @param {Manifest['modules']} modules
 * @param {Map<string, string>} folders the folder of each resource
 * @returns {Place[]}
 */
export function pagesOf(modules, folders) {
  const scripted = Object.entries(HOMES).flatMap(([type, home]) => scriptedPage(type, home, modules, folders));
  const shown = scripted.flatMap(({ views }) => views.map(({ key }) => key));
  const others = Object.entries(modules).flatMap(([type, entries]) => {
    const alone = (entries ?? []).filter(({ key, resource }) => folders.has(resource) && !shown.includes(key));
    return type in HOMES ? [] : alone.map((entry) => ownPage(type, entry, folders));
  });
  return [...scripted, ...others];
}

/** @type {(entry: Entry, folders: Map<string, string>, context: object) => Module} */
function moduleOf({ key, title = key, resource, edit }, folders, context) {
  /** @param {string} name */
  const folderOf = (name) => folders.get(name) ?? name;
  return {
    key,
    title: typeof title === 'string' ? title : title.i18n,
    folder: folderOf(resource),
    edit: edit && folderOf(edit.resource),
    context,
  };
}

/**
 * The page of a product with this script: none where the app has no such script.
 *
 * @param {string} type
 * @param {Home} home
 * @param {Manifest['modules']} modules
 * @param {Map<string, string>} folders
 * @returns {Place[]}
 */
function scriptedPage(type, { views, page, all, ...home }, modules, folders) {
  const [script] = modules[type] ?? [];
  if (!script) return [];
  const { experience = WITH_VIEWS } = script;
  if (!experience.some((name) => WITH_VIEWS.includes(name))) {
    const note = `The script runs on these pages only: ${experience.join(', ')}. This app shows nothing there.`;
    return [{ ...home, script: moduleOf(script, folders, { type }), views: [], note }];
  }
  const context = { type: views, ...all, ...page };
  return [
    {
      ...home,
      script: moduleOf(script, folders, { type, ...all }),
      views: (modules[views] ?? []).map((entry) => moduleOf(entry, folders, context)),
    },
  ];
}

/**
 * A page without a script: one of the app's own, or a module in a page of the product.
 *
 * @type {(type: string, entry: Entry, folders: Map<string, string>) => Place}
 */
function ownPage(type, entry, folders) {
  const about = Object.entries(ABOUT).find(([start]) => type.startsWith(start))?.[1];
  const isPage = /(Page|Settings)$/.test(type);
  const module = { ...moduleOf(entry, folders, { type, ...about }), isPage };
  return { name: `${module.title} (${type})`, layout: isPage ? 'page' : 'panel', views: [module] };
}
