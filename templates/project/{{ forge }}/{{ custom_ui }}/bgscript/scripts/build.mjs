// @ts-check
// Builds every front end, that is each folder of src/ with an index.html, into the folder of that name in build/.
import { existsSync, readdirSync } from 'node:fs';
import { build } from 'vite';
import { frontEnd } from '../vite.mjs';

// What @forge/bridge has for views that show rich text, 12 kB: the hidden script has nothing to show.
const renderer = `export const createAdfRendererIframeProps = () => {
  throw new Error('A background script has no page to show rich text in.');
};`;
/** @type {import('vite').Plugin} */
const withoutRenderer = {
  name: 'without-adf-renderer',
  enforce: 'pre',
  resolveId: (id, importer) => (id === './adf-renderer' && importer?.includes('@forge') ? `\0${id}` : null),
  load: (id) => (id === '\0./adf-renderer' ? renderer : null),
};

for (const name of readdirSync('src').filter((name) => existsSync(`src/${name}/index.html`))) {
  const plugins = [frontEnd(name), name === 'background' && withoutRenderer];
  await build({ plugins, logLevel: 'warn' });
}
