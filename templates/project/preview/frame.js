// Stands in every frame before the app. Connects it with the page around it, and tells the page what the app shows and
// what the browser refused.
import { createRpc } from './rpc.js';

const { port1, port2 } = new MessageChannel();
const answers = { theme: applyTheme };
/** Calls the page's host. */
export const call = createRpc(port1, (method, data) => answers[method](data));
// Only the page may embed this frame, see `frame-ancestors` in its policy. So nobody else gets the port.
parent.postMessage('preview:connect', '*', [port2]);

// Buffered: a script in the page itself was refused before this one ran.
new ReportingObserver((reports) => reports.forEach(({ body }) => tellRefusal(body)), {
  types: ['csp-violation'],
  buffered: true,
}).observe();
addEventListener('error', ({ message }) => message && call('preview:problem', message));
addEventListener('unhandledrejection', ({ reason }) => call('preview:problem', String(reason?.message ?? reason)));
watchState();

function tellRefusal({ blockedURL, blockedURI = blockedURL, effectiveDirective }) {
  call('preview:problem', `CSP refused ${blockedURI || 'inline code'} (${effectiveDirective})`);
}

export function applyTheme({ colorMode, theme, css }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css ?? '');
  document.adoptedStyleSheets.push(sheet);
  Object.assign(document.documentElement.dataset, { colorMode, theme });
}

function watchState() {
  let last;
  const look = () => {
    const state = describe(document.querySelectorAll('[data-state]'));
    if (JSON.stringify(state) === last) return;
    last = JSON.stringify(state);
    call('preview:state', state);
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['data-state', 'data-revision', 'aria-busy'],
  });
  new ResizeObserver(look).observe(document.documentElement);
}

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
    height: Math.ceil(height),
  };
}
