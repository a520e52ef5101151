// What `eslint .` finds in a project, on types that are known already.
import { ESLint } from 'eslint';

/**
 * Lints a project with its own configuration. Only where its rules get the types from is another place: the given
 * program instead of one that typescript-eslint would make.
 *
 * @param {string} dir
 * @param {import('typescript').Program} program
 * @returns {Promise<string[]>} one line for each error or warning
 */
export async function lint(dir, program) {
  const parserOptions = { projectService: false, programs: [program], tsconfigRootDir: dir };
  const eslint = new ESLint({
    cwd: dir,
    overrideConfig: { files: ['**/*.{ts,tsx}'], languageOptions: { parserOptions } },
  });
  const results = await eslint.lintFiles('.');
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ line, message, ruleId }) => `${filePath}:${line} ${ruleId}: ${message}`),
  );
}
