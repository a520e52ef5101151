// Builds every front end, that is each folder of src/ with an index.html, into the folder of that name in build/.
import { existsSync, readdirSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

for (const name of readdirSync('src').filter((name) => existsSync(`src/${name}/index.html`))) {
  await build({
    configFile: false,
    root: `src/${name}`,
    envDir: process.cwd(), // .env of the project
    base: './', // each front end is served from a folder of its own
    plugins: [react()],
    build: { outDir: `../../build/${name}`, emptyOutDir: true, target: 'es2022' },
    logLevel: 'warn',
  });
}
