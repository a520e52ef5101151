// node together.mjs --dir DIR --store FILE [--rounds 4]
// Five instances of a built Connect server start at the same moment on one new SQLite file, and each is stopped as soon
// as it says that it listens. Prints one JSON line for each instance that did not end cleanly.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { newKey } from '../connect/app.mjs';
import { freePort } from '../ports.mjs';

const INSTANCES = 5;
const { values: options } = parseArgs({
  options: { dir: { type: 'string' }, store: { type: 'string' }, rounds: { type: 'string', default: '4' } },
});
const keys = { APP_BASE_URL: 'http://localhost:1', APP_SECRET_KEYS: newKey(), DATABASE_URL: `file:${options.store}` };
let failed = false;

for (let round = 0; round < Number(options.rounds); round += 1) {
  for (const suffix of ['', '-wal', '-shm']) rmSync(options.store + suffix, { force: true });
  const ports = await Promise.all(Array.from({ length: INSTANCES }, freePort));
  for (const end of await Promise.all(ports.map(startAndStop))) {
    if (end.code === 0 && end.text.includes('"stopped"')) continue;
    failed = true;
    console.log(JSON.stringify({ round, ...end }));
  }
}
process.exit(failed ? 1 : 0);

/** Stops the instance at its first word. */
function startAndStop(port) {
  const env = { ...keys, PORT: String(port) };
  const child = spawn(process.execPath, ['build/server/main.js'], { cwd: options.dir, env });
  let text = '';
  child.stdout.once('data', () => child.kill('SIGTERM'));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code: code ?? signal, text })));
}
