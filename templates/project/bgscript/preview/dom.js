// @ts-check
// The elements of the preview's page.

/**
 * @template {typeof HTMLElement} [Kind=typeof HTMLElement]
 * @param {string} selector
 * @param {ParentNode} root
 * @param {Kind} [kind] the class of the element
 * @returns {InstanceType<Kind>}
 * @throws where the page has no such element
 */
export function find(selector, root = document, kind) {
  const element = root.querySelector(selector);
  if (!isA(element, kind)) throw new Error(`the page has no ${selector}`);
  return element;
}

/**
 * @template {typeof HTMLElement} Kind
 * @param {Element | null} element
 * @param {Kind} [kind]
 * @returns {element is InstanceType<Kind>}
 */
function isA(element, kind) {
  return element instanceof (kind ?? HTMLElement);
}

/**
 * @param {keyof HTMLElementTagNameMap} tag
 * @param {(string | Node)[]} content
 */
export function make(tag, ...content) {
  const element = document.createElement(tag);
  element.append(...content);
  return element;
}

/**
 * @param {string} text
 * @param {() => unknown} onclick
 */
export function makeButton(text, onclick) {
  const button = document.createElement('button');
  return Object.assign(button, { type: 'button', textContent: text, onclick: () => onclick() });
}
