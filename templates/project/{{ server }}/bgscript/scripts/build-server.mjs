// @ts-check
// Builds the server and src/resolvers into build/server. Packages are not bundled, so that the package manager's audit sees them.
import { build } from 'vite';

await build({
  build: {
    ssr: 'bgscript/server/main.ts',
    outDir: 'build/server',
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'node22',
    sourcemap: true,
  },
  logLevel: 'warn',
});
