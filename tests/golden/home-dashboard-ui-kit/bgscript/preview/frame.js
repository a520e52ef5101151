// @ts-check
// Runs in every frame before the app. It connects the frame with the page around it, and reports to the page what the
// app shows and what the browser refused.
import { createRpc } from './rpc.js';

/** @typedef {{ colorMode: string, theme: string, css?: string }} Theme */

const { port1, port2 } = new MessageChannel();
/** Calls the page's host. The host calls back only to change the theme. */
export const call = createRpc(port1, (_, theme) => applyTheme(theme));
// Only the page may embed this frame (`frame-ancestors` in its policy), so only the page gets the port.
parent.postMessage('preview:connect', '*', [port2]);

/** @param {Theme} theme */
export function applyTheme({ colorMode, theme, css = '' }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  Object.assign(document.documentElement.dataset, { colorMode, theme });
}

// --- what went wrong

/** @param {string} problem */
const report = (problem) => call('preview:problem', problem);

addEventListener('error', ({ message }) => {
  if (message) report(message);
});
addEventListener('unhandledrejection', ({ reason }) => report(String(reason?.message ?? reason)));

/**
 * @param {string} url
 * @param {string} directive
 */
const reportRefused = (url, directive) => report(`CSP refused ${url} (${directive})`);

if ('ReportingObserver' in globalThis) {
  // Buffered, because an inline script was refused before this one ran.
  const options = { types: ['csp-violation'], buffered: true };
  new ReportingObserver((reports) => {
    for (const { body } of reports) {
      if (body && 'blockedURL' in body && 'effectiveDirective' in body) {
        reportRefused(String(body.blockedURL), String(body.effectiveDirective));
      }
    }
  }, options).observe();
} else {
  addEventListener('securitypolicyviolation', (event) => reportRefused(event.blockedURI, event.effectiveDirective));
}

// --- what the app shows

let last = '';
function look() {
  const state = describe(document.querySelectorAll('[data-state]'));
  if (JSON.stringify(state) !== last) call('preview:state', state);
  last = JSON.stringify(state);
}
const attributeFilter = ['data-state', 'data-revision', 'aria-busy'];
new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter });
new ResizeObserver(look).observe(document.documentElement);

/** @param {NodeListOf<HTMLElement>} roots the elements that say in which state the app is */
function describe(roots) {
  const [root] = roots;
  return {
    roots: roots.length,
    state: root?.dataset.state,
    revision: root?.dataset.revision,
    busy: root?.ariaBusy === 'true',
    ...describeElement(root ?? document.body),
    height: document.documentElement.offsetHeight,
  };
}

/** @param {HTMLElement | null} element `null` until the document has a body */
function describeElement(element) {
  const { width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
  return {
    text: element?.innerText.trim() ?? '',
    visible: width > 0 && height > 0 && Boolean(element?.checkVisibility({ visibilityProperty: true })),
  };
}
