// @ts-check
// What the preview does with each call of @forge/bridge: calls.json says it, this folder does it.
import calls from './calls.json' with { type: 'json' };
import { closing } from './closing.js';
import { flags } from './flags.js';
import { histories } from './history.js';
import { modals } from './modals.js';
import { realtime } from './realtime.js';
import { requests } from './requests.js';
import { routes } from './routes.js';

/** @import { Method } from '../preview/host.js' */
/** @import { Home } from '../preview/home.js' */
/** @import { SaveSettings } from '../preview/types' */

/**
 * What the host knows of the page around it.
 *
 * @typedef {object} Page
 * @property {Record<string, string>} resources the folder of each resource
 * @property {Record<string, boolean>} remotes the keys of the remotes, and which is the app's own server
 * @property {(origin: string, folder: string) => string} urlOf the address of a folder's front end
 * @property {() => unknown} restart starts script and views again
 */

/** What a call gets that the preview does not simulate: the emptiest answer that the bridge takes. Else undefined. */
const EMPTY = new Map(Object.entries({ isRovoEnabled: false }));

/**
 * The answers to all calls that concern the page. The others are the host's own.
 *
 * @param {Home} host
 * @param {Page} page
 * @returns {Record<string, Method>}
 */
export function answersOf(host, page) {
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/host/page.css' }));
  return {
    ...notSimulated(host),
    ...closing(host),
    ...flags(host),
    ...histories(host),
    ...modals(host, page),
    ...realtime(host),
    ...requests(host, page),
    ...routes(host, page),
    ...widgets(host),
    getFrameId: ({ name }) => name,
    onError: ({ name }, { error }) => host.note({ from: name, kind: 'problem', text: String(error?.message ?? error) }),
    emitReadyEvent() {},
    trackObjectStoreAction() {},
  };
}

/**
 * @param {Home} host
 * @returns {Record<string, Method>}
 */
function notSimulated(host) {
  /** @type {(call: string, reason: string) => Method} */
  const answer =
    (call, reason) =>
    ({ name }) => {
      host.note({ from: name, kind: 'unsimulated', text: `not simulated here: ${call}. ${reason}` });
      return EMPTY.get(call);
    };
  return Object.fromEntries(Object.entries(calls.notSimulated).map(([call, reason]) => [call, answer(call, reason)]));
}

/**
 * https://developer.atlassian.com/platform/forge/apis-reference/dashboard-bridge-apis/bridge/
 *
 * @param {Home} host
 * @returns {Record<string, Method>}
 */
function widgets(host) {
  /** @type {Method} */
  const api = ({ name: from }) => ({
    /** @param {unknown} payload */
    setPreviewConfig: (payload) =>
      host.note({ from, kind: 'config', text: 'sets up its preview in the list', payload }),
    /** @param {SaveSettings} save */
    onProductSave: (save) => host.note({ from, kind: 'editing', save }),
    onSave() {},
    onSaveError() {},
    /** @param {unknown} payload */
    updateConfig: (payload) => host.note({ from, kind: 'config', text: 'changes its settings', payload }),
  });
  return { getWidgetApi: api, getWidgetEditApi: api };
}
