// @ts-check
// `showFlag`. A bold flag, one with an appearance, has no button that dismisses it.
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/showFlag/
import { make, makeButton } from '../preview/dom.js';

/** @import { Frame, Method } from '../preview/host.js' */
/** @import { Home } from '../preview/home.js' */

/**
 * What the app passes to `showFlag`.
 *
 * @typedef {object} Flag
 * @property {string | number} id
 * @property {string} [title]
 * @property {string} [description]
 * @property {string} [type]
 * @property {string} [appearance]
 * @property {boolean} [isAutoDismiss]
 * @property {{ text: string, onClick: () => unknown }[]} [actions]
 */

const DISMISSED_AFTER_MS = 8000;

/**
 * @param {Home} host
 * @returns {Record<'showFlag' | 'closeFlag', Method>}
 */
export function flags(host) {
  const group = Object.assign(document.createElement('div'), { id: 'flags', role: 'status' });
  document.body.append(group);
  /**
   * The flags that are shown, by their ids.
   *
   * @type {Map<string, HTMLElement>}
   */
  const shown = new Map();

  /** @param {string} id */
  function dismiss(id) {
    shown.get(id)?.remove();
    return shown.delete(id);
  }

  /**
   * @param {Frame} frame
   * @param {Flag} flag
   */
  function showFlag({ name }, flag) {
    const id = String(flag.id);
    dismiss(id);
    const element = elementOf(flag, () => dismiss(id));
    Object.assign(element.dataset, { id, from: name });
    shown.set(id, element);
    group.append(element);
    if (flag.isAutoDismiss) {
      setTimeout(() => {
        if (shown.get(id) === element) dismiss(id);
      }, DISMISSED_AFTER_MS);
    }
    host.note({ from: name, kind: 'product', text: `shows the flag ${id}`, payload: flag });
    return true;
  }

  return { showFlag, closeFlag: (_, { id }) => dismiss(String(id)) };
}

/**
 * @param {Flag} flag
 * @param {() => unknown} dismiss
 */
function elementOf({ title = '', description = '', type, appearance, actions = [] }, dismiss) {
  const element = make('div', make('strong', title), make('p', description));
  element.dataset.type = appearance ?? type ?? 'info';
  if (appearance) element.dataset.bold = '';
  element.append(...actions.map(({ text, onClick }) => makeButton(text, onClick)));
  if (!appearance) element.append(makeButton('Dismiss', dismiss));
  return element;
}
