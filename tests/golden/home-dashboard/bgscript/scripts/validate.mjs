// @ts-check
// Checks the manifest and its front ends against Atlassian's own rules, its scopes and addresses against the calls in the
// sources, and whether one copy of the bridge is installed. It needs no network and no account.
import { createRequire } from 'node:module';
import { checkAddresses } from './addresses.mjs';
import { checkBridges } from './bridges.mjs';
import { checkCalls } from './calls.mjs';

const { ProcessorBuilder } = createRequire(import.meta.url)('@forge/manifest');
/** @type {{ success: boolean, errors?: { level: string, line?: number, column?: number, message: string }[] }} */
const { success, errors = [] } = await ProcessorBuilder.instance().withValidation('full').build().process();

// Only an app that had an address for each region on Connect needs `app.connect.remote`. Without it, an app counts as moved.
const problems = errors.filter(({ message }) => !message.includes('Previous connect region will not be persisted'));
for (const { level, line, column, message } of problems) {
  console.error(`manifest.yml:${line ?? 0}:${column ?? 0} ${level}: ${message}`);
}
const blocked = success ? checkAddresses() : [];
const findings = success ? [...checkCalls(), ...blocked] : [];
for (const { file, line, level, message } of findings) console.error(`${file}:${line} ${level}: ${message}`);
const copies = checkBridges();
for (const problem of copies) console.error(`package.json: ${problem}`);

if (!success || problems.length || copies.length || findings.some(({ level }) => level === 'error')) process.exit(1);
console.log('manifest.yml is valid, and its scopes and addresses match the calls in the sources.');
