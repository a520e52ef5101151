// @ts-check
// `router`, and what concerns the page around the app.
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/router/
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/view/

/** @import { Frame, Method } from '../preview/host.js' */
/** @import { Home } from '../preview/home.js' */
/** @import { Page } from './bridge.js' */

/** @typedef {{ target: string } & Record<string, string>} Location the parts of an address, by their names */

const SITE = 'https://example.atlassian.net';

/**
 * The documented address of each target that names all its parts.
 *
 * @type {Record<string, (location: Location) => string>}
 */
const PATHS = {
  contentView: ({ contentId, version }) =>
    `/wiki/pages/viewpage.action?pageId=${contentId}${version ? `&pageVersion=${version}` : ''}`,
  spaceView: ({ spaceKey }) => `/wiki/spaces/${spaceKey}`,
  dashboard: ({ dashboardId }) => `/jira/dashboards/${dashboardId}`,
  issue: ({ issueKey }) => `/browse/${issueKey}`,
  projectSettingsDetails: ({ projectKey }) => `/jira/software/projects/${projectKey}/settings/details`,
};

/**
 * @param {Home} host
 * @param {Page} page
 * @returns {Record<string, Method>}
 */
export function routes(host, { restart }) {
  /** @type {(frame: Frame, text: string) => void} */
  const say = ({ name }, text) => host.note({ from: name, kind: 'product', text });

  /**
   * @param {Frame} frame
   * @param {Location} location
   */
  function getUrl({ name }, location) {
    const path = PATHS[location.target]?.(location);
    if (path) return SITE + path;
    const text = `not simulated here: the address of ${location.target}`;
    host.note({ from: name, kind: 'unsimulated', text, payload: location });
    return undefined;
  }

  /**
   * The product asks before it leaves for another site, and opens that in a tab of its own.
   *
   * @param {Frame} frame
   * @param {Location & { url?: string, type?: string }} options
   */
  function navigate(frame, { url, type, ...location }) {
    const address = url ?? getUrl(frame, location);
    if (!address) return;
    const { href, origin } = new URL(address, SITE);
    const isElsewhere = origin !== SITE;
    const where = type === 'new-tab' || isElsewhere ? `opens ${href} in a new tab` : `goes to ${href}`;
    say(frame, isElsewhere ? `${where}, once the person agrees` : where);
  }

  /** @param {Frame} frame */
  function reload({ name }) {
    restart();
    host.note({ from: name, kind: 'control', text: 'loaded the page again' });
  }

  return {
    getUrl,
    navigate,
    reload,
    refresh: (frame) => say(frame, 'refreshes what is around it. Modules that cannot get an error'),
    changeWindowTitle: (frame, title) => say(frame, `calls the window '${title}'. Only full pages can`),
  };
}
