// @forge/dashboards-bridge has its code under `browser` only. With Vitest's own settings, a test that imports it fails.
const resolve = { mainFields: ['browser', 'module', 'main'] };

/** What a project of bgscript's needs of Vite, as a plugin. */
export function bgscript() {
  return { name: 'bgscript', config: () => ({ resolve, ssr: { resolve } }) };
}
