// What Atlassian's own rules say about a project: Forge's validator, or the schema of Connect's descriptors.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { ProcessorBuilder } = createRequire(import.meta.url)('@forge/manifest');

/** @returns {Promise<string[]>} one line for each error or warning */
export async function checkManifest(dir) {
  process.chdir(dir); // the validator reads ./manifest.yml
  const { success, errors = [] } = await ProcessorBuilder.instance().withValidation('full').build().process();
  const found = errors.map(({ level, message }) => `${level}: ${message}`);
  return success || found.length > 0 ? found : ['error: refused without a reason'];
}

/** Asks the project's own program: Atlassian has none. */
export async function checkDescriptor(dir) {
  const { checkDescriptor } = await import(pathToFileURL(join(dir, 'bgscript/scripts/descriptor.mjs')));
  return checkDescriptor(JSON.parse(readFileSync(join(dir, 'atlassian-connect.json'), 'utf8')));
}
