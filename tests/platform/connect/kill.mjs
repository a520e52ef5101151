// node kill.mjs --dir DIR [--rounds 10] [--database-url …]
// Kills the app with SIGKILL in the middle of installs, again and again, on the same store. Every install that was
// acknowledged must be there afterwards: its pages open with the secret it came with.
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { newKey, startApp } from './app.mjs';
import { sendLifecycle, signPage, startAtlassian } from './atlassian.mjs';

const { values: options } = parseArgs({
  options: {
    dir: { type: 'string' },
    rounds: { type: 'string', default: '10' },
    'database-url': { type: 'string' },
  },
});
const PARALLEL = 8;

const folder = mkdtempSync(join(tmpdir(), 'connect-kill-'));
const file = join(folder, 'app.db');
const atlassian = await startAtlassian();
const start = {
  dir: options.dir,
  keysUrl: atlassian.keysUrl,
  secretKey: newKey(),
  databaseUrl: options['database-url'] ?? `file:${file}`,
};
/** What the app has acknowledged: the last secret of each site, or none after an uninstall. */
const acknowledged = new Map();
let lost = 0;

for (let round = 1; round <= Number(options.rounds); round++) {
  const app = await startApp(start);
  const before = acknowledged.size;
  const tally = { sent: 0, cut: 0 };
  const clients = Array.from({ length: PARALLEL }, (_, id) => installAll(app, `round-${round}-client-${id}`, tally));
  const ms = 150 + Math.floor(Math.random() * 500);
  await new Promise((done) => setTimeout(done, ms));
  app.child.kill('SIGKILL');
  await app.exited;
  await Promise.all(clients);
  const integrity = options['database-url']
    ? 'server'
    : new DatabaseSync(file).prepare('PRAGMA integrity_check').get().integrity_check;

  const again = await startApp(start);
  const missing = await missingSites(again);
  lost += missing.length;
  again.child.kill('SIGKILL');
  await again.exited;
  console.log(
    `round ${String(round).padStart(2)}: killed after ${ms} ms, ${tally.sent} lifecycle requests sent, ${acknowledged.size - before} new sites acknowledged, ` +
      `${tally.cut} cut off; ${acknowledged.size} sites in all checked, ${missing.length} lost; integrity: ${integrity}; stderr: ${again.errors() || 'empty'}`,
  );
}
console.log(lost === 0 ? 'no acknowledged change was lost' : `LOST: ${lost}`);
atlassian.close();
rmSync(folder, { recursive: true });
process.exit(lost === 0 ? 0 : 1);

/** Installs, re-installs and uninstalls sites until the app is gone. */
async function installAll(app, prefix, tally) {
  for (let number = 0; ; number++) {
    const site = `${prefix}-site-${number}`;
    for (const [event, secret] of [
      ['installed', 'the-first-secret'],
      ['installed', `the-second-secret-${number}`],
      ...(number % 5 ? [] : [['uninstalled', undefined]]),
    ]) {
      tally.sent++;
      try {
        const status = await sendLifecycle(atlassian, app, event, { site, secret });
        if (![204, 503].includes(status)) throw Object.assign(new Error(`answered ${status}`), { fatal: true });
        if (status === 503) break; // a busy machine: the key did not come in time, and nothing has changed
        acknowledged.set(site, secret);
      } catch (error) {
        if (error.fatal) throw error;
        tally.cut++;
        acknowledged.delete(site); // it may or may not have happened: both are right
        return;
      }
    }
  }
}

async function missingSites(app) {
  const missing = [];
  for (const [site, secret] of acknowledged) {
    const response = await fetch(app.url + signPage({ site, secret: secret ?? 'the-second-secret-0' }, '/view/dashboard'));
    await response.arrayBuffer();
    if (response.status !== (secret ? 200 : 401)) missing.push(site);
  }
  return missing;
}
