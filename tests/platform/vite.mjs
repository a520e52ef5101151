// node vite.mjs < spec.json: what build, preview and tests of generated projects each make of src/probe/index.ts.
//
// Spec: { projects: [{ name, dir }], ways: ['build', 'preview', 'tests'] }.
// Prints one JSON object: by the name of each project, by way, { values, rules }. `values` is what the probe left in
// `globalThis.probe`, `rules` are the rules of style that were applied with it.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

import { startPreview } from './preview/start.mjs';
import { readSpec, runProgram } from './process.mjs';

const WAYS = { build: fromBuild, preview: fromPreview, tests: fromTests };
const TEST = `// @vitest-environment happy-dom
import { writeFileSync } from 'node:fs';
import { test } from 'vitest';

test('probe', async () => {
  await import('../src/probe/index');
  const styles = [...document.querySelectorAll('style')].map((style) => style.textContent);
  writeFileSync('probe.json', JSON.stringify([globalThis.probe, styles]));
});
`;
/** In place of Vite's client, which needs a browser. */
const CLIENT = `export const createHotContext = () => ({ accept() {}, prune() {}, dispose() {}, on() {} });
export const updateStyle = (id, style) => globalThis.styles.push(style);
export const removeStyle = () => {};
`;

await runProgram(async () => {
  const { projects, ways } = await readSpec();
  const found = {};
  for (const { name, dir } of projects) {
    found[name] = {};
    for (const way of ways) found[name][way] = await WAYS[way](dir);
  }
  await new Promise((resolve) => process.stdout.write(JSON.stringify(found), resolve));
});

async function fromBuild(dir) {
  await run(dir, 'bgscript/scripts/build.mjs');
  const folder = join(dir, 'build/probe');
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const named = (pattern) => [...page.matchAll(pattern)].map(([, file]) => readFile(join(folder, file), 'utf8'));
  const scripts = await Promise.all(named(/<script[^>]* src="(\.\/[^"]+)"/g));
  const styles = await Promise.all(named(/<link rel="stylesheet"[^>]* href="(\.\/[^"]+)"/g));
  return inFolder(async (into) => evaluate(into, scripts[0], styles));
}

async function fromTests(dir) {
  await writeFile(join(dir, 'tests/probe.test.ts'), TEST);
  await run(dir, 'node_modules/vitest/vitest.mjs', 'run', 'tests/probe.test.ts');
  const [values, styles] = JSON.parse(await readFile(join(dir, 'probe.json'), 'utf8'));
  return { values, rules: rulesOf(styles) };
}

/** Loads the modules as a frame does, and keeps each as a file that imports the others. */
async function fromPreview(dir) {
  const preview = await startPreview(dir, '--port', '0');
  try {
    return await inFolder(async (into) => {
      const files = new Map([['/@vite/client', 'client.mjs']]);
      await writeFile(join(into, 'client.mjs'), CLIENT);
      const keep = async (path) => {
        if (files.has(path)) return;
        files.set(path, `${files.size}.mjs`);
        const code = await fetchModule(preview.port, path);
        const imported = [...code.matchAll(/\b(?:from|import) "(\/[^"]+)"/g)].map(([, name]) => name);
        for (const name of imported) await keep(name);
        const local = code.replaceAll(/\b(from|import) "(\/[^"]+)"/g, (_, word, name) => `${word} "./${files.get(name)}"`);
        await writeFile(join(into, files.get(path)), local);
      };
      const entries = ['/@vite/env', '/src/probe/index.ts']; // Vite's client loads the first one, for `define`
      for (const path of entries) await keep(path);
      return await evaluate(into, entries.map((path) => `import './${files.get(path)}';`).join('\n'), []);
    });
  } finally {
    await preview.stop();
  }
}

function fetchModule(port, path) {
  const headers = { Host: `view.localhost:${port}` };
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, headers }, (response) => {
      if (response.statusCode === 200) resolve(text(response));
      else reject(new Error(`${path}: the preview answers with ${response.statusCode}`));
    }).on('error', reject);
  });
}

async function evaluate(folder, code, styles) {
  const file = join(folder, 'main.mjs');
  await writeFile(file, code);
  Object.assign(globalThis, { styles: [...styles], probe: undefined });
  await import(pathToFileURL(file));
  return { values: globalThis.probe, rules: rulesOf(globalThis.styles) };
}

/** Without what a minifier leaves out, and without their order. */
function rulesOf(styles) {
  const plain = styles.join('\n').replaceAll(/\/\*.*?\*\/|\s/gs, '').replaceAll(';}', '}');
  return plain.split(/(?<=\})/).sort();
}

async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'vite-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run(cwd, ...words) {
  const { NODE_ENV: _, ...env } = process.env; // Vite sets it to production when it builds
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { cwd, env }, (error, out, err) => {
      if (error) reject(new Error(`${words.join(' ')}: ${out}${err}`.replaceAll('\n', ' ')));
      else resolve();
    });
  });
}
