// Holds the manifest, and the front ends it names, against Atlassian's own rules. Offline, no account needed.
import { createRequire } from 'node:module';

const { ProcessorBuilder } = createRequire(import.meta.url)('@forge/manifest');
const { success, errors } = await ProcessorBuilder.instance().withValidation('full').build().process();

for (const { level, line, column, message } of errors ?? []) {
  console.error(`manifest.yml:${line ?? 0}:${column ?? 0} ${level}: ${message}`);
}
if (!success || errors?.length) process.exit(1);
console.log('manifest.yml is valid.');
