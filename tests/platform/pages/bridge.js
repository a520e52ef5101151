// Stands in every frame before the app's own script, where the platform puts its bridge, and gives the app
// `globalThis.__bridge`. It also tells the host what the app shows, and what the browser refused it.
(() => {
  const hostOrigin = location.ancestorOrigins[0];
  const call = hostOrigin === location.origin ? callSameOriginHost() : callHostByMessages();

  globalThis.__bridge = { callBridge };
  document.addEventListener('securitypolicyviolation', (event) => {
    call('harness:problem', `CSP refused ${event.blockedURI || 'inline code'} (${event.effectiveDirective})`);
  });
  watchState((state) => call('harness:state', state));

  function callBridge(method, data) {
    if (method === 'enableTheming') return call(method).then(applyTheme);
    return call(method, data);
  }

  function callHostByMessages() {
    const { port1, port2 } = new MessageChannel();
    parent.postMessage('harness:connect', hostOrigin, [port2]);
    return createRpc(port1, () => {
      throw new Error('a frame answers no calls of its own');
    });
  }

  /** Runs the host's code inside the call itself: an emit has reached every listener when it returns. */
  function callSameOriginHost() {
    const callHost = parent.forgeHost.connect(window);
    return (method, data) => {
      const listener = data?.callback && { ...data, callback: (payload) => data.callback(structuredClone(payload)) };
      // The host's errors are of another realm, so no `instanceof Error` of the app would know them.
      return callHost(method, listener ?? data).catch((error) => Promise.reject(new Error(error.message)));
    };
  }

  function applyTheme({ colorMode, theme, css }) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
    document.documentElement.dataset.colorMode = colorMode;
    document.documentElement.dataset.theme = theme;
  }

  function watchState(report) {
    let last;
    const look = () => {
      const state = describe(document.querySelectorAll('[data-state]'));
      if (JSON.stringify(state) === last) return;
      last = JSON.stringify(state);
      report(state);
    };
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['data-state', 'data-revision', 'aria-busy'],
    });
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
    };
  }
})();
