import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../server/config';
import { APP_ID } from './server/atlassian';

const folder = mkdtempSync(join(tmpdir(), 'remote-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function manifest(text: string): string {
  const file = join(folder, 'manifest.yml');
  writeFileSync(file, text);
  return file;
}

test("the app's id comes from manifest.yml, and everything else has a default", () => {
  expect(readConfig({}, manifest(`app:\n  id: ${APP_ID}\n`))).toEqual({
    port: 3000,
    host: undefined,
    metricsPort: undefined,
    metricsHost: '127.0.0.1',
    keepAliveMs: 50_000,
    drainDelayMs: 0,
    drainMs: 10_000,
    appId: APP_ID,
    environments: ['DEVELOPMENT', 'STAGING', 'PRODUCTION'],
    keysUrl: 'https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json',
  });
});

test('where no file is named, it is the manifest.yml of this project, whose id may still be the placeholder', () => {
  const problemOf = () => {
    try {
      readConfig({});
      return '';
    } catch (reason) {
      return String(reason);
    }
  };
  expect(problemOf()).not.toContain('FORGE_APP_ID is missing');
});

test('FORGE_APP_ID overrides manifest.yml, and replaces it where there is none', () => {
  const other = APP_ID.replace('8db33809', '11111111');
  expect(readConfig({ FORGE_APP_ID: other }, manifest(`app:\n  id: ${APP_ID}\n`)).appId).toBe(other);
  expect(readConfig({ FORGE_APP_ID: other }, join(folder, 'none')).appId).toBe(other);
});

test('a variable in manifest.yml is taken from the environment, as a deploy does', () => {
  const [start, uuid] = APP_ID.split('/') as [string, string];
  expect(readConfig({ ID: APP_ID }, manifest('app:\n  id: ${ID}\n')).appId).toBe(APP_ID);
  expect(readConfig({ ID: uuid }, manifest(`app:\n  id: ${start}/\${ID}\n`)).appId).toBe(APP_ID);
  expect(() => readConfig({}, manifest('app:\n  id: ${ID}\n'))).toThrow('FORGE_APP_ID is not usable');
});

test.each(['', 'app: {}', 'app: [', '- a'])('a manifest without an id is a missing id: %j', (text) => {
  expect(() => readConfig({}, manifest(text))).toThrow('FORGE_APP_ID is missing');
});

test('the placeholder is refused as an id', () => {
  const text = 'app:\n  id: ari:cloud:ecosystem::app/00000000-0000-0000-0000-000000000000\n';
  expect(() => readConfig({}, manifest(text))).toThrow('FORGE_APP_ID is not usable');
});

test.each([
  ['PRODUCTION', ['PRODUCTION']],
  ['PRODUCTION, STAGING\n', ['PRODUCTION', 'STAGING']],
  [' DEVELOPMENT  PRODUCTION', ['DEVELOPMENT', 'PRODUCTION']],
])('FORGE_ENVIRONMENTS=%j', (text, environments) => {
  expect(readConfig({ FORGE_APP_ID: APP_ID, FORGE_ENVIRONMENTS: text }).environments).toEqual(environments);
});

test.each([
  ['FORGE_ENVIRONMENTS', ',', 'one or more of DEVELOPMENT, STAGING, PRODUCTION, with commas between'],
  ['FORGE_ENVIRONMENTS', 'production', 'one or more of'],
  ['FORGE_KEYS_URL', 'http://keys.example.com', "the https address of Atlassian's keys"],
  [
    'FORGE_APP_ID',
    `x${APP_ID}`,
    'app.id of manifest.yml, ari:cloud:ecosystem::app/..., which `forge register` writes there',
  ],
  ['FORGE_APP_ID', `${APP_ID}0`, 'app.id of manifest.yml'],
])('%s=%s is refused, with its purpose', (name, value, purpose) => {
  expect(() => readConfig({ FORGE_APP_ID: APP_ID, [name]: value })).toThrow(`${name} is not usable: ${purpose}`);
});

test('with keys from this machine, no other machine can reach the server', () => {
  const hostFor = (FORGE_KEYS_URL: string) => readConfig({ FORGE_APP_ID: APP_ID, FORGE_KEYS_URL }).host;
  expect([hostFor('http://127.0.0.1:1/keys'), hostFor('https://keys.example.com')]).toEqual(['127.0.0.1', undefined]);
});

test('all problems are named at once', () => {
  const broken = {
    PORT: 'x',
    FORGE_APP_ID: 'x',
    FORGE_ENVIRONMENTS: 'PRODUCTION,TEST',
    FORGE_KEYS_URL: 'http://keys.example.com',
  };
  expect(() => readConfig(broken)).toThrow(
    /PORT is not usable.*FORGE_KEYS_URL is not usable.*FORGE_APP_ID is not usable.*FORGE_ENVIRONMENTS is not usable/s,
  );
});
