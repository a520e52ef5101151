// Builds the server and src/resolvers into build/server. Packages stay where npm puts them, for audits to see.
import { build } from 'vite';

await build({
  configFile: false,
  build: { ssr: 'server/main.ts', outDir: 'build/server', emptyOutDir: true, target: 'node22', sourcemap: true },
  logLevel: 'warn',
});
