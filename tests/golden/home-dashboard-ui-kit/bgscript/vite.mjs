// @ts-check
/** @import { ConfigEnv, Plugin, UserConfig } from 'vite' */
/** @import { ViteUserConfig } from 'vitest/config' */

/** What a project of bgscript's needs of Vite. Build, preview and tests have it from the owner's vite.config.mjs. */
export function bgscript() {
  /** @type {Plugin} */
  const own = { name: 'bgscript', enforce: 'pre', config: process.env.VITEST ? forTests : forApp };
  return [own];
}

/** @type {UserConfig['oxc']} */
const oxc = { jsx: { runtime: 'automatic' } };
// @forge/dashboards-bridge has its code under `browser` only. With Vitest's own settings, a test that imports it fails.
const resolve = { mainFields: ['browser', 'module', 'main'] };
// Vitest would leave out every style, and name the classes of CSS modules otherwise.
/** @type {NonNullable<ViteUserConfig['test']>['css']} */
const css = { include: [/./], modules: { classNameStrategy: 'scoped' } };

/**
 * @param {ViteUserConfig} config
 * @returns {ViteUserConfig}
 */
function forTests({ test }) {
  // For what never ends. Vitest's own limits, 5 s and 1 s, are too short for a machine that is busy.
  const limits = {
    testTimeout: test?.testTimeout ?? 60_000,
    hookTimeout: test?.hookTimeout ?? 60_000,
    expect: { poll: { timeout: test?.expect?.poll?.timeout ?? 20_000 } },
  };
  return { oxc, resolve, ssr: { resolve }, test: { css: test?.css ?? css, ...limits } };
}

/**
 * @param {UserConfig} config
 * @param {ConfigEnv} environment
 * @returns {UserConfig}
 */
function forApp({ build }, { command }) {
  return {
    oxc,
    base: command === 'build' ? './' : '/', // the host serves each front end from a folder of its own
    build: {
      target: build?.target ?? 'es2022',
      modulePreload: build?.modulePreload ?? { polyfill: false }, // every browser that Atlassian supports preloads modules
    },
  };
}
