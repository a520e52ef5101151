// @ts-check
// `view.createHistory`: what a full page of an app shows, in the address of the page around it. It is there after `#`,
// so the browser's own buttons go back and forward.
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/view/#createhistory

/** @import { Frame, Method } from '../preview/host.js' */
/** @import { Home } from '../preview/home.js' */

/** @typedef {{ pathname: string, search: string, hash: string, state?: unknown, key?: string }} Location */
/** @typedef {string | Partial<Location>} To */
/** @typedef {'PUSH' | 'POP' | 'REPLACE'} Action */

/**
 * @param {Home} host
 * @returns {Record<'createHistory', Method>}
 */
export function histories(host) {
  addEventListener('popstate', () => tell('POP'));

  /** @param {Action} action */
  function tell(action) {
    const listeners = [...host.frames.values()].flatMap((frame) => frame.listeners);
    for (const each of listeners) if (each.scope === 'history') host.deliver(each, [current(), action]);
  }

  /** @param {Frame} frame */
  function createHistory(frame) {
    const { name, module } = frame;
    if (!module.isPage) {
      host.note({ from: name, kind: 'problem', text: 'called createHistory: only full pages of an app have it' });
      throw new Error('createHistory is not available: only full pages of an app have it.');
    }
    /** @type {(method: 'pushState' | 'replaceState', action: Action) => (to: To, state?: unknown) => void} */
    const change = (method, action) => (to, state) => {
      const location = resolve(to);
      const kept = { state: state ?? location.state, key: crypto.randomUUID().slice(0, 6) };
      history[method](kept, '', `#${hrefOf(location)}`);
      host.note({
        from: name,
        kind: 'product',
        text: `${action === 'PUSH' ? 'goes to' : 'is now at'} ${hrefOf(location)}`,
      });
      tell(action);
    };
    /** @param {number} steps */
    const go = (steps) => history.go(steps);
    const goBack = () => go(-1);
    const goForward = () => go(1);
    return {
      action: 'POP',
      location: current(),
      length: history.length,
      push: change('pushState', 'PUSH'),
      replace: change('replaceState', 'REPLACE'),
      go,
      goBack,
      goForward,
      back: goBack,
      forward: goForward,
      /** @param {(location: Location, action: Action) => unknown} hear */
      listen(hear) {
        const callback = (/** @type {any} */ [location, action]) => hear(location, action);
        return host.listen(frame, 'history', { event: 'history', callback }).unsubscribe;
      },
      /** @param {To} to */
      createHref: (to) => hrefOf(resolve(to)),
      block() {
        const text = "not simulated here: history.block. Atlassian's page does not name it, so nothing is blocked";
        host.note({ from: name, kind: 'unsimulated', text });
        return () => {};
      },
    };
  }

  return { createHistory };
}

/** @returns {Location} */
function current() {
  const { state, key } = history.state ?? {};
  return { ...partsOf(location.hash.slice(1) || '/'), state, key };
}

/** @param {string} path */
function partsOf(path) {
  const { pathname, search, hash } = new URL(path, new URL(location.hash.slice(1) || '/', location.origin));
  return { pathname, search, hash };
}

/**
 * @param {To} to
 * @returns {Location}
 */
function resolve(to) {
  if (typeof to === 'string') return partsOf(to);
  return { pathname: partsOf('').pathname, search: '', hash: '', ...to };
}

/** @param {Location} location */
const hrefOf = ({ pathname, search, hash }) => pathname + search + hash;
