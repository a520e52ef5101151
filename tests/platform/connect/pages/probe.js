// Appended to Atlassian's all.js: tells the host page what the app shows, and what the browser refused it.
(() => {
  if (window === parent) return;
  const report = (message) => parent.postMessage(message, '*');
  document.addEventListener('securitypolicyviolation', (event) => {
    report({
      probe: 'problem',
      problem: `CSP refused ${event.blockedURI || 'inline code'} (${event.effectiveDirective})`,
    });
  });

  // Listening is a matter of the frame alone: the host would not know.
  const events = window.AP?.events;
  for (const [method, kind] of [
    ['on', 'on'],
    ['off', 'unsubscribe'],
  ]) {
    const original = events?.[method];
    if (!original) continue;
    events[method] = (event, listener) => {
      original(event, listener);
      report({ probe: 'note', entry: { kind, event } });
    };
  }

  let last;
  const look = () => {
    const state = describe(document.querySelectorAll('[data-state]'));
    if (JSON.stringify(state) === last) return;
    last = JSON.stringify(state);
    report({ probe: 'state', state });
  };
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['data-state', 'data-revision', 'aria-busy'],
  });

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
