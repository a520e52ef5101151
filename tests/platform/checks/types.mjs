// What `npm run typecheck` finds in many projects. What packages and TypeScript's own library declare is parsed once.
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

const registry = ts.createDocumentRegistry();
/** Parsed declarations of packages, by the compiler's settings and the path. */
const declarations = new Map();

/**
 * Reads a project as one of its tsconfig.json files says.
 *
 * @param {string} dir
 * @param {string} config `bgscript/tsconfig.browser.json` is for the code of browsers, which does not see Node's types
 * @returns {ts.Program} with links from each node to its parent, as ESLint needs them
 * @throws when there is no tsconfig.json, or it cannot be read
 */
export function openProgram(dir, config = 'tsconfig.json') {
  const parsed = ts.getParsedCommandLineOfConfigFile(
    join(dir, config),
    { noEmit: true, allowJs: true },
    { ...ts.sys, getCurrentDirectory: () => dir, onUnRecoverableConfigFileDiagnostic: refuse },
  );
  return ts.createProgram({
    rootNames: parsed.fileNames,
    options: parsed.options,
    configFileParsingDiagnostics: parsed.errors,
    host: sharingHost(dir, parsed.options),
  });
}

/** @returns {string[]} one line for each error */
export function checkTypes(program) {
  return ts.getPreEmitDiagnostics(program).map((found) => {
    const text = ts.flattenDiagnosticMessageText(found.messageText, ' ');
    if (!found.file) return text;
    const { line } = found.file.getLineAndCharacterOfPosition(found.start);
    return `${found.file.fileName}:${line + 1} TS${found.code}: ${text}`;
  });
}

function sharingHost(dir, options) {
  const host = ts.createCompilerHost(options, true);
  const settings = registry.getKeyForCompilationSettings(options);
  const parse = host.getSourceFile;
  host.getCurrentDirectory = () => dir;
  host.getSourceFile = (file, ...rest) => {
    if (!file.includes('/node_modules/')) return parse(file, ...rest);
    const key = `${settings} ${realpathSync(file)}`;
    if (!declarations.has(key)) declarations.set(key, parse(file, ...rest));
    return declarations.get(key);
  };
  return host;
}

function refuse(diagnostic) {
  throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, ' '));
}
