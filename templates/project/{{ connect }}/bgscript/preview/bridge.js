// @ts-check
// What all.js gives a page of a Connect app, as far as this app needs it. Atlassian's own host is much more than this.
import { applyTheme, call } from './frame.js';

/** @import { Callback, Subscription } from './host.js' */

/** @type {Map<Callback, Promise<Subscription>>} */
const subscriptions = new Map();
const { fetch } = globalThis;

const AP = {
  events: {
    /** @type {(event: string, payload: string) => void} */
    emit: (event, payload) => void call('emit', { event, payload }),
    /** @type {(event: string, listener: Callback) => void} */
    on: (event, listener) => void subscriptions.set(listener, call('on', { event, callback: listener })),
    /** @type {(event: string, listener: Callback) => void} */
    off: (_, listener) => void subscriptions.get(listener)?.then(({ unsubscribe }) => unsubscribe()),
  },
  context: {
    /** @param {(token: string) => void} callback */
    getToken: (callback) => callback('preview'),
    /** @param {(context: object) => void} callback */
    getContext: (callback) => call('getContext').then(({ extension }) => callback({ jira: extension })),
  },
  theming: { initializeTheming: () => void call('enableTheming').then(applyTheme) },
  resize() {},
};
Object.assign(globalThis, { AP });

/**
 * The page answers for the app's server, so that it can be slow and fail.
 *
 * @param {RequestInfo | URL} path
 * @param {RequestInit} [init]
 */
globalThis.fetch = async (path, init) => {
  if (typeof path !== 'string' || !path.startsWith('/api/')) return fetch(path, init);
  const { payload } = await call('invoke', { path, body: JSON.parse(String(init?.body)) });
  return Response.json(payload.body, { status: payload.status });
};
