// Builds every front end, that is each folder of src/ with an index.html, into the folder of that name in build/.
import { existsSync, readdirSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

// What @forge/bridge has for views that show rich text, 12 kB: the hidden script has nothing to show.
const renderer = `export const createAdfRendererIframeProps = () => {
  throw new Error('A background script has no page to show rich text in.');
};`;
const withoutRenderer = {
  name: 'without-adf-renderer',
  enforce: 'pre',
  resolveId: (id, importer) => (id === './adf-renderer' && importer?.includes('@forge') ? `\0${id}` : null),
  load: (id) => (id === '\0./adf-renderer' ? renderer : null),
};

for (const name of readdirSync('src').filter((name) => existsSync(`src/${name}/index.html`))) {
  await build({
    configFile: false,
    root: `src/${name}`,
    envDir: process.cwd(), // .env of the project
    base: './', // the host serves each front end from a folder of its own
    plugins: name === 'background' ? [withoutRenderer] : [react()],
    build: {
      outDir: `../../build/${name}`,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false }, // every browser that Atlassian supports preloads modules
    },
    logLevel: 'warn',
  });
}
