// @ts-check
// Custom UI: React pages, which Vite can update without a reload.
/** The files that a frame loads before the app. */
export const BRIDGES = ['bridge.js'];
