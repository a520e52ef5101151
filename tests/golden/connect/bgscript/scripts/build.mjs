// @ts-check
// Builds every front end, that is each folder of src/ with an index.html, into the folder of that name in build/.
import { existsSync, readdirSync } from 'node:fs';
import { build } from 'vite';
import { frontEnd } from '../vite.mjs';

for (const name of readdirSync('src').filter((name) => existsSync(`src/${name}/index.html`))) {
  await build({ plugins: [frontEnd(name)], logLevel: 'warn' });
}
