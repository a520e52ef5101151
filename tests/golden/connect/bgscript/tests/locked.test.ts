/** Another process has locked the file. Requests that wait for it must not block others. */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import descriptor from '../../atlassian-connect.json';
import { BASE_URL, startApp, type App } from './server/app';
import { hash, inSeconds, startAtlassian, type Atlassian } from './server/atlassian';

let atlassian: Atlassian;
let app: App;
let other: DatabaseSync;

beforeEach(async () => {
  atlassian = await startAtlassian();
  app = await startApp(atlassian.keysUrl);
  other = new DatabaseSync(app.databaseUrl.replace(/^file:/, ''));
  other.exec('BEGIN IMMEDIATE');
});
afterEach(async () => {
  vi.useRealTimers();
  other.close();
  await app.close();
  atlassian.close();
});

async function install() {
  const claims = { iss: 'a-site', aud: BASE_URL, exp: inSeconds(60), qsh: hash('POST', '/installed') };
  const body = {
    key: descriptor.key,
    clientKey: 'a-site',
    sharedSecret: 'the-secret-of-the-site',
    baseUrl: 'https://a.atlassian.net',
    eventType: 'installed',
  };
  const headers = { authorization: `JWT ${await atlassian.sign(claims)}` };
  return app.send({ method: 'POST', path: '/installed', headers, body: JSON.stringify(body) });
}

test('an install waits until the file is free; meanwhile other requests are answered', async () => {
  vi.useFakeTimers({ toFake: ['Date'] }); // by which it ends to wait
  const answered = vi.fn();
  const installed = install().finally(answered);
  for (let turn = 0; turn < 5; turn++) {
    expect((await app.send({ path: '/healthz' })).status).toBe(200);
    expect((await app.send({ path: '/readyz' })).status).toBe(200);
    await delay(50);
  }
  expect(answered).not.toHaveBeenCalled();
  other.exec('COMMIT');
  expect((await installed).status).toBe(204);
});

test('an install does not wait for ever', async () => {
  expect((await install()).status).toBe(503);
  expect(app.log.join()).toContain('database is locked');
});
