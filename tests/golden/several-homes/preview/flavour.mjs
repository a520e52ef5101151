// Custom UI: pages in React, which Vite can replace in place.
import react from '@vitejs/plugin-react';

export const PLUGINS = [react()];
/** What a frame loads before the app. */
export const BRIDGES = ['bridge.js'];
