// Custom UI: React pages, which Vite can update without a reload.
import react from '@vitejs/plugin-react';

export const PLUGINS = [react()];
/** The files that a frame loads before the app. */
export const BRIDGES = ['bridge.js'];
