// Stands in every frame after the preview's bridge. A frame on the host's own origin runs the host's code inside each
// call: an emit has reached every listener when it returns.
if (location.ancestorOrigins[0] === location.origin) {
  const { callBridge } = globalThis.__bridge;
  const callHost = parent.forgeHost.connectDirectly(window);
  globalThis.__bridge.callBridge = (method, data) => {
    if (method === 'enableTheming') return callBridge(method, data);
    const listener = data?.callback && { ...data, callback: (payload) => data.callback(structuredClone(payload)) };
    // The host's errors are of another realm, so no `instanceof Error` of the app would know them.
    return callHost(method, listener ?? data).catch((error) => Promise.reject(new Error(error.message)));
  };
}
