// Builds every front end, that is each folder of src/ with an index.html, into the folder of that name in build/.
import { existsSync, readdirSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

// @forge/bridge includes it for views that show rich text. The hidden script does not need these 10 kB.
const withoutResizer = {
  name: 'without-iframe-resizer',
  enforce: 'pre',
  resolveId: (id) => (id === 'iframe-resizer' ? '\0nothing' : null),
  load: (id) => (id === '\0nothing' ? 'export default undefined;' : null),
};

for (const name of readdirSync('src').filter((name) => existsSync(`src/${name}/index.html`))) {
  await build({
    configFile: false,
    root: `src/${name}`,
    base: './', // the host serves each front end from a folder of its own
    plugins: name === 'background' ? [withoutResizer] : [react()],
    build: {
      outDir: `../../build/${name}`,
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: { polyfill: false }, // every browser that Atlassian supports preloads modules
    },
    logLevel: 'warn',
  });
}
