// node client.mjs < spec.json: compiles both sides of the handshake of a generated app to plain JavaScript (ES2019) with
// declarations, for apps that exist. Their bundlers and their compilers are of any age.
//
// Spec: { app, sources }: the folder of an app with all targets, and tools/client.
// Prints one JSON object on stdout: the texts of the files, by name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { format, resolveConfig } from 'prettier';
import { rolldown } from 'rolldown';
import ts from 'typescript';

import { runProgram } from './process.mjs';

const NAMES = ['client', 'useSharedData', 'script'];
const HEAD = `/* eslint-disable */
// @ts-nocheck
// Written by bgscript, and kept current by \`bgscript update\`. NAME.d.ts says what it has.
`;

await runProgram(async () => {
  const { app, sources } = JSON.parse(await text(process.stdin));
  const options = await resolveConfig(join(app, 'package.json'), { editorconfig: true });
  const files = {};
  for (const name of NAMES) {
    files[`${name}.js`] = await format(HEAD.replace('NAME', name) + (await compile(name, app, sources)), { ...options, parser: 'babel' });
    files[`${name}.d.ts`] = await format(declare(join(sources, `${name}.d.ts`), app), { ...options, parser: 'typescript' });
  }
  await new Promise((resolve) => process.stdout.write(JSON.stringify(files), resolve));
});

async function compile(name, app, sources) {
  const bundle = await rolldown({
    input: join(sources, `${name}.ts`),
    external: ['@forge/bridge', 'react', './client.js'],
    plugins: [{ name: 'of-an-app', resolveId: (id, from) => find(id, from, app, sources), transform }],
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm', minify: false });
  // Rolldown names the file that each part comes from, with the folders of this machine.
  return output[0].code.replace(/^\/\/ (?:\.\.\/\S*\/|\\0)((?:bgscript|client)\/\S+|rolldown\S*)$/gm, '\n// --- $1\n');
}

/** Two files of the app have another in their place: what depends on its targets, and what is its owner's. */
function find(id, from, app, sources) {
  if (/(^|\/)src\/onError$/.test(id)) return join(sources, 'onError.ts');
  if (id.startsWith('#app/')) {
    const isOther = id.endsWith('/platform/context') && !from.endsWith('/context.ts');
    return isOther ? join(sources, 'context.ts') : join(app, `${id.slice('#app/'.length)}.ts`);
  }
  return id === '../platform/context' ? join(sources, 'context.ts') : null;
}

/** TypeScript lowers the syntax with short helpers. */
function transform(code, id) {
  if (!id.endsWith('.ts')) return null;
  const compilerOptions = { target: ts.ScriptTarget.ES2019, module: ts.ModuleKind.ESNext, isolatedModules: true };
  const { outputText } = ts.transpileModule(code, { compilerOptions, fileName: id });
  return { code: outputText.replaceAll('Object.hasOwn(', 'Object.prototype.hasOwnProperty.call('), moduleType: 'js' };
}

// --- declarations

/** A file of declarations, with those of the app in place of lines like `// from bgscript/runtime/protocol: Failure`. */
function declare(file, app) {
  return readFileSync(file, 'utf8').replace(/^\/\/ from (\S+): (.*)$/gm, (_, path, names) =>
    path === 'pages' ? pages(app) : names.split(', ').map((name) => pick(join(app, `${path}.ts`), name)).join('\n\n'),
  );
}

function pick(file, name) {
  const found = declarationIn(file, name);
  return found.getFullText().trim().replaceAll('Data = SharedData', 'Data = any').replaceAll(' satisfies ViewState', '');
}

function declarationIn(file, name) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found = source.statements.find((each) => each.name?.text === name);
  if (!found) throw new Error(`${file} declares no ${name}`);
  return found;
}

/** What the pages of all hosts have. */
function pages(app) {
  const members = new Map();
  for (const home of ['jira-issue', 'jira-dashboard', 'confluence', 'home-dashboard']) {
    const { members: own } = declarationIn(join(app, `bgscript/platform/context.${home}.ts`), 'Page');
    for (const member of own) members.set(member.name.text, member.getFullText().trim());
  }
  return [...members.values()].join('\n');
}
