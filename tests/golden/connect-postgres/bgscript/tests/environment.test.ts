import { expect, test } from 'vitest';
import { readConfig } from '../server/config';

const GOOD = {
  APP_BASE_URL: 'https://app.example.com',
  APP_SECRET_KEYS: Buffer.alloc(32, 7).toString('base64'),
  DATABASE_URL: 'postgres://app@db.example.com/app',
};

test('variables with a default need not be set', () => {
  expect(readConfig(GOOD)).toEqual({
    port: 3000,
    host: undefined,
    metricsPort: undefined,
    metricsHost: '127.0.0.1',
    keepAliveMs: 50_000,
    drainDelayMs: 0,
    drainMs: 10_000,
    baseUrl: 'https://app.example.com',
    secretKeys: [Buffer.alloc(32, 7)],
    databaseUrl: 'postgres://app@db.example.com/app',
    databasePoolSize: 10,
    hostScriptUrl: 'https://connect-cdn.atl-paas.net/all.js',
    installKeysUrl: 'https://connect-install-keys.atlassian.com',
    frameAncestors: 'https://*.atlassian.net https://*.jira.com',
  });
});

test('everything missing or unusable is named at once', () => {
  const broken = { PORT: '99999', APP_SECRET_KEYS: 'short', FRAME_ANCESTORS: 'https://a.example; script-src *' };
  expect(() => readConfig(broken)).toThrow(
    /PORT is not usable.*APP_BASE_URL is missing.*APP_SECRET_KEYS is not usable.*DATABASE_URL is missing.*FRAME_ANCESTORS is not usable/s,
  );
});

test.each([
  ['APP_BASE_URL', 'http://app.example.com'],
  ['APP_BASE_URL', 'http://localhost.example.com'],
  ['APP_BASE_URL', 'https://app.example.com/connect'],
  ['APP_BASE_URL', 'app.example.com'],
  ['APP_SECRET_KEYS', Buffer.alloc(31).toString('base64')],
  ['APP_SECRET_KEYS', Buffer.alloc(32).toString('base64').replace('=', '')],
  ['APP_SECRET_KEYS', `${Buffer.alloc(32).toString('base64')},short`],
  ['APP_SECRET_KEYS', ','],
  ['DATABASE_URL', 'file:data/app.db'],
  ['DATABASE_URL', 'mysql://app:the-password@db.example.com/app'],
  ['DATABASE_URL', 'jdbc:postgresql://app:the-password@db.example.com/app'],
  ['DATABASE_POOL_SIZE', '0'],
  ['CONNECT_HOST_SCRIPT_URL', 'http://cdn.example.com/all.js'],
  ['CONNECT_HOST_SCRIPT_URL', 'https://cdn.example.com/all.js;'],
  ['CONNECT_HOST_SCRIPT_URL', 'https://cdn.example.com/all.js"><script>'],
  ['CONNECT_INSTALL_KEYS_URL', 'http://keys.example.com'],
  ['FRAME_ANCESTORS', '*'],
  ['PORT', '80a'],
])('%s=%s is refused, with its purpose', (name, value) => {
  const read = () => readConfig({ ...GOOD, [name]: value });
  expect(read).toThrow(new RegExp(`${name} is not usable: \\w`));
  expect(read).not.toThrow(/the-password|short/);
});

test('what is usable in spite of its form is brought into one', () => {
  const read = (variables: object) => readConfig({ ...GOOD, ...variables });
  expect(read({ CONNECT_INSTALL_KEYS_URL: 'https://keys.example.com/' }).installKeysUrl).toBe(
    'https://keys.example.com',
  );
  expect(read({ FRAME_ANCESTORS: ' https://a.example.com  https://b.example.com\n' }).frameAncestors).toBe(
    'https://a.example.com https://b.example.com',
  );
});

test('several keys are read in their order, and the old variable adds one for decryption', () => {
  const [one = '', two = '', three = ''] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte).toString('base64'));
  const read = (variables: object) =>
    readConfig({ ...GOOD, APP_SECRET_KEYS: undefined, ...variables }).secretKeys.map((key) => key[0]);
  expect(read({ APP_SECRET_KEYS: `${one}, ${two}\n` })).toEqual([1, 2]);
  expect(read({ APP_SECRET_KEY: three })).toEqual([3]);
  expect(read({ APP_SECRET_KEYS: `${one},${two}`, APP_SECRET_KEY: three })).toEqual([1, 2, 3]);
  expect(() => read({ APP_SECRET_KEY: 'short' })).toThrow('APP_SECRET_KEY is not usable');
  expect(() => read({})).toThrow('APP_SECRET_KEYS is missing');
});

test('plain http is for loopback only, and then no other machine can reach the server', () => {
  for (const url of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://app.localhost', 'http://[::1]:80']) {
    expect(readConfig({ ...GOOD, APP_BASE_URL: url }).host).toBe('127.0.0.1');
  }
});
