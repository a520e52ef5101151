// What the preview does with each call of @forge/bridge: calls.json says it, this folder does it.
import calls from './calls.json' with { type: 'json' };
import { closing } from './closing.js';
import { flags } from './flags.js';
import { modals } from './modals.js';
import { routes } from './routes.js';

/** What a call gets that the preview does not simulate: the emptiest answer that the bridge takes. Else undefined. */
const EMPTY = {
  isRovoEnabled: false,
  fetchRemote: { status: 404, headers: { 'content-type': 'application/json' }, body: '{}' },
  subscribeRealtimeChannel: { unsubscribe() {} },
};

/**
 * The answers to all calls that concern the page. The others are the host's own.
 *
 * @param {import('../preview/home.js').Home} host
 * @param {{ resources: Record<string, string>, urlOf: Function, restart: Function }} page the folder of each resource,
 *   the address of a folder's front end, and what starts script and views again
 */
export function answersOf(host, page) {
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/host/page.css' }));
  return {
    ...notSimulated(host),
    ...closing(host),
    ...flags(host),
    ...modals(host, page),
    ...routes(host, page),
    ...widgets(host),
    getFrameId: ({ name }) => name,
    onError: ({ name }, { error }) => host.note({ from: name, kind: 'problem', text: String(error?.message ?? error) }),
    emitReadyEvent() {},
    trackObjectStoreAction() {},
  };
}

function notSimulated(host) {
  const answer = ([call, reason]) => [
    call,
    ({ name }) => {
      host.note({ from: name, kind: 'unsimulated', text: `not simulated here: ${call}. ${reason}` });
      return EMPTY[call];
    },
  ];
  return Object.fromEntries(Object.entries(calls.notSimulated).map(answer));
}

/** https://developer.atlassian.com/platform/forge/apis-reference/dashboard-bridge-apis/bridge/ */
function widgets(host) {
  const api = ({ name: from }) => ({
    setPreviewConfig() {},
    onProductSave: (save) => host.note({ from, kind: 'editing', save }),
    onSave() {},
    onSaveError() {},
    updateConfig: (payload) => host.note({ from, kind: 'config', text: 'changes its settings', payload }),
  });
  return { getWidgetApi: api, getWidgetEditApi: api };
}
