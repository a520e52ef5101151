// What `vitest run` finds in many projects, by one Vitest.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { startVitest } from 'vitest/node';

const START = fileURLToPath(new URL('start-in-project.mjs', import.meta.url));

/**
 * Runs the tests of projects, each file in a process of its own, as each project's own `vitest run` does.
 *
 * @param {string[]} dirs
 * @returns {Promise<Map<string, string[]>>} by project, one line for each failure; a project without a test is one
 */
export async function runTests(dirs) {
  const vitest = await startVitest('test', [], {
    watch: false,
    config: false,
    reporters: [{}],
    projects: dirs.map(project),
  });
  const found = new Map(dirs.map((dir) => [dir, []]));
  const ran = new Set();
  for (const module of vitest.state.getTestModules()) {
    const dir = module.project.config.root;
    ran.add(dir);
    found.get(dir).push(...failures(module));
  }
  for (const dir of dirs.filter((dir) => !ran.has(dir))) found.get(dir).push('no test ran');
  const outside = vitest.state.getUnhandledErrors().map(({ message }) => `outside of any test: ${message}`);
  for (const lines of found.values()) lines.push(...outside);
  await vitest.close();
  return found;
}

function project(dir) {
  const config = ['vitest.config.ts', 'vite.config.ts'].map((name) => join(dir, name)).find(existsSync);
  return {
    ...(config && { extends: config }),
    root: dir,
    // Vitest's own limit of 5 s is for a machine that does nothing else.
    test: { name: dir, setupFiles: [START], env: { PROJECT_UNDER_TEST: dir }, testTimeout: 30_000, hookTimeout: 60_000 },
  };
}

function failures(module) {
  const own = module.errors().map(({ message }) => `${module.moduleId}: ${message}`);
  const tests = [...module.children.allTests('failed')].map(
    (test) => `${module.moduleId} > ${test.fullName}: ${test.result().errors.map(({ message }) => message).join('; ')}`,
  );
  const suites = [...module.children.allSuites()].flatMap((suite) => suite.errors().map(({ message }) => message));
  return [...own, ...suites, ...tests];
}
