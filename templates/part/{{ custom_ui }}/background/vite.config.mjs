import { defineConfig } from 'vite';

// Yours: plugins and settings for build and tests.
export default defineConfig({
  base: './', // the host serves the script from a folder of its own
  build: {
    outDir: 'build',
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { postBanner: '/* eslint-disable */' } }, // for a linter of the whole app
  },
});
