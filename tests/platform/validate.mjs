// echo '["/a/project", …]' | node validate.mjs: what Atlassian's validator finds in each, as one JSON object.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

const { ProcessorBuilder } = createRequire(import.meta.url)('@forge/manifest');

const findings = {};
for (const folder of JSON.parse(await text(process.stdin))) {
  process.chdir(folder); // the validator reads ./manifest.yml
  const { success, errors = [] } = await ProcessorBuilder.instance().withValidation('full').build().process();
  findings[folder] = errors.map(({ level, message }) => `${level}: ${message}`);
  if (!success && errors.length === 0) findings[folder].push('error: refused without a reason');
}
console.log(JSON.stringify(findings));
