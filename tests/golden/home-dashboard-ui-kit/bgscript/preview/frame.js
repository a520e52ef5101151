// Runs in every frame before the app. It connects the frame with the page around it, and reports to the page what the
// app shows and what the browser refused.
import { createRpc } from './rpc.js';

const { port1, port2 } = new MessageChannel();
/** Calls the page's host. The host calls back only to change the theme. */
export const call = createRpc(port1, (_, theme) => applyTheme(theme));
// Only the page may embed this frame (`frame-ancestors` in its policy), so only the page gets the port.
parent.postMessage('preview:connect', '*', [port2]);

export function applyTheme({ colorMode, theme, css = '' }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
  Object.assign(document.documentElement.dataset, { colorMode, theme });
}

const tell = (problem) => call('preview:problem', problem);
addEventListener('error', ({ message }) => message && tell(message));
addEventListener('unhandledrejection', ({ reason }) => tell(String(reason?.message ?? reason)));
const tellRefused = ({ blockedURL, effectiveDirective }) => tell(`CSP refused ${blockedURL} (${effectiveDirective})`);
if (globalThis.ReportingObserver) {
  // Buffered, because an inline script was refused before this one ran.
  const options = { types: ['csp-violation'], buffered: true };
  new ReportingObserver((reports) => reports.forEach(({ body }) => tellRefused(body)), options).observe();
} else {
  addEventListener('securitypolicyviolation', ({ blockedURI: blockedURL, effectiveDirective }) =>
    tellRefused({ blockedURL, effectiveDirective }),
  );
}

let last;
const look = () => {
  const state = describe(document.querySelectorAll('[data-state]'));
  if (JSON.stringify(state) !== last) call('preview:state', state);
  last = JSON.stringify(state);
};
const attributeFilter = ['data-state', 'data-revision', 'aria-busy'];
new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter });
new ResizeObserver(look).observe(document.documentElement);

function describe(roots) {
  const shown = roots[0] ?? document.body;
  const { width = 0, height = 0 } = shown?.getBoundingClientRect() ?? {};
  return {
    roots: roots.length,
    state: roots[0]?.dataset.state,
    revision: roots[0]?.dataset.revision,
    busy: roots[0]?.ariaBusy === 'true',
    text: shown?.innerText.trim() ?? '',
    visible: width > 0 && height > 0 && shown.checkVisibility({ visibilityProperty: true }),
    height: document.documentElement.offsetHeight,
  };
}
