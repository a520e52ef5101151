// @ts-check
// `requestRemote` and `requestTeamworkGraph`. The app's own server runs here, as `invokeRemote` does; for anything else
// preview/product.mjs answers, as it does for Jira and Confluence.
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/requestRemote/
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/requestTeamworkGraph/

/** @import { Frame, Method } from '../preview/host.js' */
/** @import { Home } from '../preview/home.js' */
/** @import { Page } from './bridge.js' */

/** How the product reaches the Teamwork Graph, for a function too. */
const GRAPH = { product: 'stargate', restPath: '/graphql/twg' };

/** @typedef {{ path?: string, method?: string, body?: string }} Request */

/**
 * @param {Home} host
 * @param {Page} page
 * @returns {Record<'fetchRemote' | 'requestTeamworkGraph', Method>}
 */
export function requests(host, { remotes }) {
  /**
   * @param {Frame} frame
   * @param {{ remoteKey: string, fetchRequestInit?: Request }} call
   */
  async function fetchRemote(frame, { remoteKey, fetchRequestInit = {} }) {
    const { path = '', ...init } = fetchRequestInit;
    if (!Object.hasOwn(remotes, remoteKey)) {
      const text = `calls the remote '${remoteKey}', which manifest.yml does not have`;
      host.note({ from: frame.name, kind: 'problem', text });
      throw new Error(text);
    }
    if (!remotes[remoteKey] || !/^\/api\/\w+$/.test(path)) {
      return host.fetchProduct(frame, { product: remoteKey, restPath: path, fetchRequestInit: init });
    }
    const { payload } = await host.invoke(frame, { path, body: JSON.parse(init.body || 'null') });
    return { ...payload, headers: { 'content-type': 'application/json' }, body: JSON.stringify(payload.body) };
  }

  /**
   * @param {Frame} frame
   * @param {{ query: string, variables?: object }} call
   */
  async function requestTeamworkGraph(frame, call) {
    const init = { method: 'POST', body: JSON.stringify(call) };
    const { status, body } = await host.fetchProduct(frame, { ...GRAPH, fetchRequestInit: init });
    return status === 404
      ? { data: null, errors: [{ message: 'The Teamwork Graph needs a site.' }] }
      : JSON.parse(body);
  }

  return { fetchRemote, requestTeamworkGraph };
}
