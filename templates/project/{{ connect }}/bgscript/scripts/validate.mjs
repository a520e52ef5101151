// @ts-check
// Checks atlassian-connect.json against Atlassian's rules. It needs no network and no account.
import { readFileSync } from 'node:fs';
import { checkDescriptor } from './descriptor.mjs';

const problems = checkDescriptor(JSON.parse(readFileSync('atlassian-connect.json', 'utf8')));

for (const problem of problems) console.error(`atlassian-connect.json: ${problem}`);
if (problems.length > 0) process.exit(1);
console.log('atlassian-connect.json is valid.');
