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
  test: { testTimeout: 60_000 }, // for a machine that is busy: Vitest's own limit is 5 s
});
