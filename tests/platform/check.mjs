// node check.mjs < spec.json: what `npm run check` would find in many projects, by one process instead of seven for each.
//
// Spec: { projects: [{ name, dir }], tools: ['typecheck', 'lint', 'build', 'validate', 'test'] }.
// Prints one JSON object on stdout: by the name of each project, by tool, a list of findings.
//
// Everything runs here but one thing: that the scripts of package.json call these tools. A few projects are therefore
// checked by `npm run check` as well, see test_platform.py.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { readSpec, runProgram } from './process.mjs';

await runProgram(async () => {
  const { projects, tools } = await readSpec();
  const chosen = new Set(tools);
  const found = Object.fromEntries(projects.map(({ name }) => [name, {}]));
  // Each tool is loaded only where it is asked for: Vitest alone takes a second.
  if (chosen.has('typecheck') || chosen.has('lint')) await readCode(projects, chosen, found);
  if (chosen.has('build')) await each(projects.filter(hasBuild), found, 'build', (await import('./checks/build.mjs')).build);
  if (chosen.has('validate')) await validate(projects, found);
  if (chosen.has('test')) {
    const { runTests } = await import('./checks/tests.mjs');
    const failures = await runTests(projects.map(({ dir }) => dir));
    for (const { name, dir } of projects) found[name].test = failures.get(dir);
  }
  // The process ends right after this: what a pipe has not taken by then would be lost.
  await new Promise((resolve) => process.stdout.write(JSON.stringify(found), resolve));
});

/** ESLint asks the program that the compiler has checked: types are worked out once for both. */
async function readCode(projects, chosen, found) {
  const { checkTypes, openProgram } = await import('./checks/types.mjs');
  const { lint } = await import('./checks/lint.mjs');
  for (const { name, dir } of projects) {
    const program = openProgram(dir);
    if (chosen.has('typecheck')) {
      found[name].typecheck = [...checkTypes(program), ...checkTypes(openProgram(dir, 'bgscript/tsconfig.browser.json'))];
    }
    if (chosen.has('lint')) found[name].lint = await lint(dir, program);
  }
}

async function validate(projects, found) {
  const { checkDescriptor, checkManifest } = await import('./checks/rules.mjs');
  const isForge = ({ dir }) => existsSync(join(dir, 'manifest.yml'));
  await each(projects.filter(isForge), found, 'validate', checkManifest);
  await each(projects.filter((project) => !isForge(project)), found, 'validate', checkDescriptor);
}

async function each(projects, found, tool, check) {
  for (const { name, dir } of projects) found[name][tool] = await check(dir);
}

function hasBuild({ dir }) {
  return existsSync(join(dir, 'bgscript/scripts/build.mjs'));
}
