/* eslint-disable */
// Checks the manifest of the app against Atlassian's own rules. It needs no network and no account.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'yaml';

const { ProcessorBuilder } = createRequire(import.meta.url)('@forge/manifest');
process.chdir('..');
const { success, errors = [] } = await ProcessorBuilder.instance().withValidation('full').build().process();

// Other builds make the folders of the app's own resources, and may run after this one.
const { resources = [] } = parse(readFileSync('manifest.yml', 'utf8'));
const others = resources.map(({ path }) => path).filter((path) => path !== 'background/build');
const isUnbuilt = ({ message }) =>
  others.some((path) => message.includes(`'${path}'`) && !existsSync(`${path}/index.html`));

const problems = errors.filter((error) => !isUnbuilt(error));
for (const { level, line, column, message } of problems) {
  console.error(`manifest.yml:${line ?? 0}:${column ?? 0} ${level}: ${message}`);
}
if (problems.length || (!success && !errors.length)) process.exit(1);
console.log('manifest.yml is valid.');
