import { defineConfig } from 'vitest/config';

// @forge/dashboards-bridge has its code under `browser` only. With Vitest's own settings, a test that imports it fails.
const resolve = { mainFields: ['browser', 'module', 'main'] };

export default defineConfig({ resolve, ssr: { resolve } });
