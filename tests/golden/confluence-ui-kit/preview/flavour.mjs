// UI Kit: the app describes what to show, and the host draws it.
export const PLUGINS = [];
/** What a frame loads before the app. */
export const BRIDGES = ['bridge.js', 'uikit.js'];
