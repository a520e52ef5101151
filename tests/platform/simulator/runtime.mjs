// The runtime of a generated project, as code that each simulated frame runs for itself.
import { resolve } from 'node:path';

import { rolldown } from 'rolldown';

/** What a frame has of its own; everything else is JavaScript's. */
const REALM = ['setTimeout', 'clearTimeout', 'Date', 'Math', 'console', 'document'];
/** Hosts are simulated below the channel, so what platform/context.ts imports of them is never called. */
const STUBS = { '@forge/bridge': 'export const view = {}, events = {}, router = {};' };

/**
 * Bundles the handshake of the project in `dir` once.
 *
 * @param {string} dir a generated project.
 * @param {Record<string, string>} [changed] other texts for some of its files, by path: for mutants.
 * @returns a function that runs the code in a realm and gives `publish`, `subscribe`, `about` and `PAGES`.
 */
export async function loadRuntime(dir, changed = {}) {
  const texts = new Map(Object.entries(changed).map(([file, text]) => [resolve(dir, file), text]));
  const bundle = await rolldown({ input: 'entry', plugins: [entry(dir), mutants(texts)], logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'iife', name: 'runtime', exports: 'named' });
  await bundle.close();
  const run = new Function(...REALM, `${output[0].code}\nreturn runtime;`);
  return (realm) => run(...REALM.map((name) => realm[name]));
}

function entry(dir) {
  const lines = [
    `export { publish, subscribe } from '${resolve(dir, 'bgscript/runtime/handshake.ts')}';`,
    `export { about } from '${resolve(dir, 'bgscript/platform/context.ts')}';`,
    `export { PAGES } from '${resolve(dir, 'bgscript/tests/context.ts')}';`,
  ];
  return {
    name: 'entry',
    resolveId: (id) => (id === 'entry' || STUBS[id] ? `\0${id}` : null),
    load(id) {
      if (id === '\0entry') return lines.join('\n');
      return STUBS[id.slice(1)] ?? null;
    },
  };
}

function mutants(texts) {
  return { name: 'mutants', load: (id) => (texts.has(id) ? { code: texts.get(id), moduleType: 'ts' } : null) };
}
