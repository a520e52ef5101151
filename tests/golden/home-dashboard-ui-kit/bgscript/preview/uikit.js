// @ts-check
// Renders the document that @forge/react passes to its host, as plain HTML elements. It supports the common components.
// Others are shown as a box with their name.
import { applyTheme, call } from './frame.js';

/** @import { Call } from './rpc.js' */

/**
 * A part of the document of @forge/react.
 *
 * @typedef {object} Component
 * @property {string} type
 * @property {string} key
 * @property {Record<string, any>} [props]
 * @property {Component[]} [children]
 */

/** The elements that show components. */
const ELEMENTS = {
  div: ['Root', 'Box', 'Stack', 'Inline', 'ButtonGroup'],
  p: ['Text'],
  h3: ['Heading'],
  strong: ['Strong'],
  em: ['Em'],
  button: ['Button'],
  a: ['Link', 'LinkButton'],
  ul: ['List'],
  li: ['ListItem'],
  code: ['Code'],
  form: ['Form'],
  header: ['FormHeader'],
  section: ['FormSection', 'SectionMessage'],
  footer: ['FormFooter'],
  small: ['HelperMessage'],
  label: ['Label'],
  input: ['Textfield', 'Checkbox', 'Toggle'],
  textarea: ['TextArea'],
  img: ['Image'],
  span: ['Spinner', 'Lozenge', 'Badge'],
  progress: ['ProgressBar'],
};
/** @type {Record<string, string>} The properties of elements that have another name than the prop. */
const NAMES = { isDisabled: 'disabled', labelFor: 'htmlFor', ariaLabel: 'ariaLabel', label: 'ariaLabel', testId: 'id' };
const SAME = ['id', 'name', 'type', 'min', 'max', 'value', 'placeholder', 'src', 'alt', 'href'];

/**
 * The key of the component that each node shows.
 *
 * @type {WeakMap<Node, string>}
 */
const keys = new WeakMap();

const { __bridge: bridge } = /** @type {typeof globalThis & { __bridge: { callBridge: Call } }} */ (globalThis);
const { callBridge } = bridge;
/** @type {Call} */
bridge.callBridge = async (method, data) => {
  if (method !== 'reconcile') return callBridge(method, data);
  const root = document.getElementById('root');
  const { forgeDoc } = /** @type {{ forgeDoc: Component }} */ (data);
  if (root) draw(root, [forgeDoc]);
};

/**
 * Keeps elements whose keys stay, so that a field keeps its focus.
 *
 * @param {HTMLElement} parent
 * @param {Component[]} components
 */
function draw(parent, components) {
  const before = new Map([...parent.childNodes].map((node) => [keys.get(node), node]));
  components.forEach((component, index) => {
    const node = before.get(component.key) ?? create(component);
    before.delete(component.key);
    update(node, component);
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
  for (const node of before.values()) node.remove();
}

/**
 * @param {Component} component
 * @returns {ChildNode}
 */
function create({ type, key, props = {} }) {
  const node = type === 'String' ? document.createTextNode('') : createElement(type);
  if (props.defaultValue !== undefined) Object.assign(node, { value: props.defaultValue });
  keys.set(node, key);
  return node;
}

/** @param {string} type */
function createElement(type) {
  const [tag] = Object.entries(ELEMENTS).find(([, types]) => types.includes(type)) ?? [];
  const element = document.createElement(tag ?? 'div');
  element.className = tag ? type : 'unknown';
  if (!tag) element.dataset.title = type;
  if (type === 'Spinner') element.role = 'status';
  if (type === 'Checkbox' || type === 'Toggle') Object.assign(element, { type: 'checkbox' });
  if (type === 'Button') Object.assign(element, { type: 'button' });
  return element;
}

/**
 * @param {ChildNode} node
 * @param {Component} component
 */
function update(node, { props = {}, children = [] }) {
  if (node instanceof HTMLElement) {
    setProps(node, props);
    setListeners(node, props);
    draw(node, children);
  } else if (node.textContent !== props.text) {
    node.textContent = props.text;
  }
}

/**
 * @param {HTMLElement} element
 * @param {NonNullable<Component['props']>} props
 */
function setProps(element, props) {
  for (const [name, value] of Object.entries(props)) {
    const property = SAME.includes(name) && value !== undefined ? name : NAMES[name];
    if (name.includes('-')) element.setAttribute(name, String(value));
    else if (property) Object.assign(element, { [property]: value });
    else if (['string', 'boolean'].includes(typeof value)) element.dataset[name] = String(value);
  }
}

/**
 * @param {HTMLElement} element
 * @param {NonNullable<Component['props']>} props
 */
function setListeners(element, { onClick, onChange, onSubmit }) {
  element.onclick = onClick ? () => onClick({}) : null;
  element.oninput = ({ target }) => {
    const { value, checked, id, name } = /** @type {HTMLInputElement} */ (target);
    onChange?.({ target: { value, checked, id, name } });
  };
  element.onsubmit = (event) => {
    event.preventDefault();
    onSubmit?.();
  };
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :root { --line: #0b120e24; --soft: #0515240f; --blue: #1868db; color-scheme: light; }
  :root[data-color-mode='dark'] { --line: #e3e4f21f; --soft: #ceced912; --blue: #669df1; color-scheme: dark; }
  body { margin: 12px; color: light-dark(#292a2e, #cecfd2); font: 14px/20px ui-sans-serif, system-ui, 'Segoe UI', sans-serif; }
  p { margin: 0; } .Stack { display: grid; gap: 8px; } .Stack[data-align-inline='start'] { justify-items: start; }
  .Inline { display: flex; gap: 8px; align-items: center; } .Inline[data-spread='space-between'] { justify-content: space-between; }
  .Text[data-size='small'] { font-size: 12px; color: light-dark(#505258, #a9abaf); }
  button, input, textarea { padding: 4px 12px; border: 1px solid var(--line); border-radius: 3px; color: inherit; background: none; font: inherit; }
  button[data-appearance='primary'] { color: light-dark(#fff, #1f1f21); background: var(--blue); }
  label { display: block; margin: 8px 0 4px; font-weight: 600; } footer { margin-top: 12px; } progress { width: 100%; height: 8px; accent-color: var(--blue); }
  .SectionMessage, .unknown { padding: 12px; border-radius: 3px; background: var(--soft); }
  .SectionMessage[data-appearance='error'] { background: light-dark(#ffeceb, #42221f); }
  .SectionMessage[data-appearance='warning'] { background: light-dark(#fff5db, #332e1b); }
  [data-title]::before { content: attr(data-title); display: block; font-weight: 600; }
  .unknown { border: 1px dashed var(--line); }
  .Spinner { display: block; width: 24px; height: 24px; border: 3px solid var(--line); border-top-color: var(--blue); border-radius: 50%; animation: spin 1s linear infinite; }
  @keyframes spin { to { rotate: 1turn; } }`);
document.adoptedStyleSheets.push(sheet);
call('enableTheming').then(applyTheme);
