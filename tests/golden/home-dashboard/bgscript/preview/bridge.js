// The platform adds this to each page of an app: the object through which @forge/bridge calls its host.
import { applyTheme, call } from './frame.js';

globalThis.__bridge = {
  callBridge: (method, data) => (method === 'enableTheming' ? call(method).then(applyTheme) : call(method, data)),
};
