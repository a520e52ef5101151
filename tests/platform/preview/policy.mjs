// node policy.mjs < folder as JSON: the platform's Content-Security-Policy for a project, and the one of its preview.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { CSPInjectionService, CSPProcessingService } from '@forge/csp';
import { load } from 'cheerio';
import { parse } from 'yaml';

const folder = JSON.parse(await text(process.stdin));
const { permissions } = parse(readFileSync(join(folder, 'manifest.yml'), 'utf8'));
const silent = { info() {}, warn() {}, error() {} };
const existingCSPDetails = new CSPProcessingService(silent, load).getCspDetails('<html></html>', permissions);
const theirs = new CSPInjectionService().getInjectableCSP({ existingCSPDetails, microsEnv: 'prod' }).join('; ');

process.chdir(folder);
const { policyOf } = await import(pathToFileURL(join(folder, 'bgscript/preview/app.mjs')));
process.stdout.write(JSON.stringify([theirs, policyOf('a-nonce', 5180)]));
