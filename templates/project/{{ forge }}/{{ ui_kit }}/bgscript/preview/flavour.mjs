// @ts-check
// UI Kit: the app describes its interface, and the host renders it.
/** The files that a frame loads before the app. */
export const BRIDGES = ['bridge.js', 'uikit.js'];
