// Renders the document that @forge/react passes to its host, as plain HTML elements. It supports the common components.
// Others are shown as a box with their name.
import { applyTheme, call } from './frame.js';

const TAGS = {
  ...{ Root: 'div', Box: 'div', Stack: 'div', Inline: 'div', Text: 'p', Heading: 'h3', Strong: 'strong', Em: 'em' },
  ...{ Button: 'button', ButtonGroup: 'div', Link: 'a', LinkButton: 'a', List: 'ul', ListItem: 'li', Code: 'code' },
  ...{ Form: 'form', FormHeader: 'header', FormSection: 'section', FormFooter: 'footer', HelperMessage: 'small' },
  ...{ Label: 'label', Textfield: 'input', TextArea: 'textarea', Checkbox: 'input', Toggle: 'input', Image: 'img' },
  ...{ SectionMessage: 'section', Spinner: 'span', ProgressBar: 'progress', Lozenge: 'span', Badge: 'span' },
};
/** Props whose elements use another name. */
const NAMES = { isDisabled: 'disabled', labelFor: 'htmlFor', ariaLabel: 'ariaLabel', label: 'ariaLabel', testId: 'id' };
const SAME = ['id', 'name', 'type', 'min', 'max', 'value', 'placeholder', 'src', 'alt', 'href'];

const { callBridge } = globalThis.__bridge;
globalThis.__bridge.callBridge = (method, data) =>
  method === 'reconcile' ? draw(document.getElementById('root'), [data.forgeDoc]) : callBridge(method, data);

/** Keeps elements whose keys stay, so that a field keeps its focus. */
function draw(parent, nodes) {
  const before = new Map([...parent.childNodes].map((element) => [element.key, element]));
  nodes.forEach((node, index) => {
    const element = before.get(node.key) ?? create(node);
    before.delete(node.key);
    update(element, node);
    if (parent.childNodes[index] !== element) parent.insertBefore(element, parent.childNodes[index] ?? null);
  });
  for (const element of before.values()) element.remove();
}

function create({ type, key, props }) {
  if (type === 'String') return Object.assign(document.createTextNode(''), { key });
  const element = document.createElement(TAGS[type] ?? 'div');
  element.className = TAGS[type] ? type : 'unknown';
  if (!TAGS[type]) element.dataset.title = type;
  if (type === 'Spinner') element.role = 'status';
  if (type === 'Checkbox' || type === 'Toggle') element.type = 'checkbox';
  if (type === 'Button') element.type = 'button';
  if (props?.defaultValue !== undefined) element.value = props.defaultValue;
  return Object.assign(element, { key });
}

function update(element, { type, props = {}, children = [] }) {
  if (type === 'String') return void (element.data === props.text || (element.data = props.text));
  for (const [name, value] of Object.entries(props)) {
    if (name.includes('-')) element.setAttribute(name, String(value));
    else if (SAME.includes(name) && value !== undefined) element[name] = value;
    else if (NAMES[name]) element[NAMES[name]] = value;
    else if (['string', 'boolean'].includes(typeof value)) element.dataset[name] = value;
  }
  element.onclick = props.onClick ? () => props.onClick({}) : null;
  element.oninput = ({ target: { value, checked, id, name } }) =>
    props.onChange?.({ target: { value, checked, id, name } });
  element.onsubmit = (event) => {
    event.preventDefault();
    props.onSubmit?.();
  };
  return draw(element, children);
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
  label { display: block; margin: 8px 0 4px; font-weight: 600; } footer { margin-top: 12px; }
  progress { width: 100%; height: 8px; accent-color: var(--blue); }
  .SectionMessage, .unknown { padding: 12px; border-radius: 3px; background: var(--soft); }
  .SectionMessage[data-appearance='error'] { background: light-dark(#ffeceb, #42221f); }
  .SectionMessage[data-appearance='warning'] { background: light-dark(#fff5db, #332e1b); }
  [data-title]::before { content: attr(data-title); display: block; font-weight: 600; }
  .unknown { border: 1px dashed var(--line); }
  .Spinner { display: block; width: 24px; height: 24px; border: 3px solid var(--line); border-top-color: var(--blue); border-radius: 50%; animation: spin 1s linear infinite; }
  @keyframes spin { to { rotate: 1turn; } }`);
document.adoptedStyleSheets.push(sheet);
call('enableTheming').then(applyTheme);
