import { expect, test } from 'vitest';
import { isLoopback, readConfig } from '../server/config';

const GOOD = {
  APP_BASE_URL: 'https://app.example.com',
  APP_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
};

test('what has a sensible preset need not be set', () => {
  expect(readConfig(GOOD)).toEqual({
    port: 3000,
    baseUrl: 'https://app.example.com',
    secretKey: Buffer.alloc(32, 7),
    databaseUrl: 'file:data/app.db',
    hostScriptUrl: 'https://connect-cdn.atl-paas.net/all.js',
    installKeysUrl: 'https://connect-install-keys.atlassian.com',
    frameAncestors: 'https://*.atlassian.net https://*.jira.com',
  });
});

test('all that is missing or unusable is named at once', () => {
  const broken = { PORT: '99999', APP_SECRET_KEY: 'short', FRAME_ANCESTORS: 'https://a.example; script-src *' };
  expect(() => readConfig(broken)).toThrow(
    /PORT is not usable.*APP_BASE_URL is missing.*APP_SECRET_KEY is not usable.*FRAME_ANCESTORS is not usable/s,
  );
});

test.each([
  ['APP_BASE_URL', 'http://app.example.com'],
  ['APP_BASE_URL', 'http://localhost.example.com'],
  ['APP_BASE_URL', 'https://app.example.com/connect'],
  ['APP_BASE_URL', 'app.example.com'],
  ['APP_SECRET_KEY', Buffer.alloc(31).toString('base64')],
  ['CONNECT_HOST_SCRIPT_URL', 'http://cdn.example.com/all.js'],
  ['CONNECT_HOST_SCRIPT_URL', 'https://cdn.example.com/all.js;'],
  ['CONNECT_HOST_SCRIPT_URL', 'https://cdn.example.com/all.js"><script>'],
  ['CONNECT_INSTALL_KEYS_URL', 'http://keys.example.com'],
  ['FRAME_ANCESTORS', '*'],
  ['PORT', '80a'],
])('%s=%s is refused', (name, value) => {
  expect(() => readConfig({ ...GOOD, [name]: value })).toThrow(`${name} is not usable`);
});

test('plain http is for loopback', () => {
  for (const url of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://app.localhost', 'http://[::1]:80']) {
    expect(isLoopback(readConfig({ ...GOOD, APP_BASE_URL: url }).baseUrl)).toBe(true);
  }
  expect(isLoopback('https://app.example.com')).toBe(false);
});
