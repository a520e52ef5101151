// echo '["/a/project", …]' | node validate.mjs: what Atlassian's validator finds in each, as one JSON object.
import { text } from 'node:stream/consumers';

import { checkManifest } from './checks/rules.mjs';

const findings = {};
for (const folder of JSON.parse(await text(process.stdin))) findings[folder] = await checkManifest(folder);
console.log(JSON.stringify(findings));
