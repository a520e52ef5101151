// @ts-check
// The platform adds this to each page of an app: the object through which @forge/bridge calls its host.
import { applyTheme, call } from './frame.js';

/** @type {(method: string, data?: unknown) => Promise<unknown>} */
const callBridge = (method, data) => (method === 'enableTheming' ? call(method).then(applyTheme) : call(method, data));

Object.assign(globalThis, { __bridge: { callBridge } });
