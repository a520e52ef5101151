// `showFlag`. A bold flag, one with an appearance, has no button that dismisses it.
// https://developer.atlassian.com/platform/forge/apis-reference/ui-api-bridge/showFlag/
const DISMISSED_AFTER_MS = 8000;

/** @param {import('../preview/home.js').Home} host */
export function flags(host) {
  const group = Object.assign(document.createElement('div'), { id: 'flags', role: 'status' });
  document.body.append(group);
  const find = (id) => [...group.children].find((flag) => flag.dataset.id === String(id));

  function closeFlag(_, { id }) {
    const flag = find(id);
    flag?.remove();
    return Boolean(flag);
  }

  function showFlag({ name }, { id, isAutoDismiss, ...flag }) {
    find(id)?.remove();
    const element = elementOf(flag, () => element.remove());
    Object.assign(element.dataset, { id, from: name });
    group.append(element);
    if (isAutoDismiss) setTimeout(() => element.remove(), DISMISSED_AFTER_MS);
    host.note({ from: name, kind: 'product', text: `shows the flag ${id}`, payload: { id, isAutoDismiss, ...flag } });
    return true;
  }

  return { showFlag, closeFlag };
}

function elementOf({ title = '', description = '', type, appearance, actions = [] }, dismiss) {
  const element = document.createElement('div');
  Object.assign(element.dataset, { type: appearance ?? type, ...(appearance && { bold: '' }) });
  element.append(make('strong', title), make('p', description));
  element.append(...actions.map(({ text, onClick }) => button(text, onClick)));
  if (!appearance) element.append(button('Dismiss', dismiss));
  return element;
}

const make = (tag, textContent) => Object.assign(document.createElement(tag), { textContent });
const button = (text, onclick) => Object.assign(make('button', text), { type: 'button', onclick: () => onclick() });
