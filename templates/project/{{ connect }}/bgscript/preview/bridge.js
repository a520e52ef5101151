// What all.js gives a page of a Connect app, as far as this app needs it. Atlassian's own host is much more than this.
import { applyTheme, call } from './frame.js';

const subscriptions = new Map();
const { fetch } = globalThis;

globalThis.AP = {
  events: {
    emit: (event, payload) => void call('emit', { event, payload }),
    on: (event, listener) => void subscriptions.set(listener, call('on', { event, callback: listener })),
    off: (event, listener) => void subscriptions.get(listener)?.then(({ unsubscribe }) => unsubscribe()),
  },
  context: {
    getToken: (callback) => callback('preview'),
    getContext: (callback) => call('getContext').then(({ extension }) => callback({ jira: extension })),
  },
  theming: { initializeTheming: () => void call('enableTheming').then(applyTheme) },
  resize() {},
};

/** The page answers for the app's server, so that it can be slow and fail. */
globalThis.fetch = async (path, init) => {
  if (typeof path !== 'string' || !path.startsWith('/api/')) return fetch(path, init);
  const { payload } = await call('invoke', { path, body: JSON.parse(init.body) });
  return Response.json(payload.body, { status: payload.status });
};
