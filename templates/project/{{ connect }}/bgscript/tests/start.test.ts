/** What the server does with its store and its files when it starts. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { serveAssets } from '../server/assets';
import type { Config } from '../server/config';
import { createInstallations } from '../server/installations';
import { openPlatform } from '../server/platform';
import type { Installation, Store } from '../server/store/store';
import { until } from './until';

const openStore = vi.hoisted(() => vi.fn());
vi.mock('../server/store', () => ({ openStore }));

const [OLD, NEW] = [randomBytes(32), randomBytes(32)];
const config = { baseUrl: 'https://app.example.com', secretKeys: [NEW, OLD] } as unknown as Config;
const log = vi.fn();
const open = (changes: Partial<Config> = {}) =>
  openPlatform({ config: { ...config, ...changes }, log, buildFolder: 'not used' });

let saved: Installation[];
const store = {
  save: (one: Installation) => Promise.resolve(void saved.push(one)),
  list: (after: string) => Promise.resolve(after ? [] : saved),
  replaceSecret: vi.fn<Store['replaceSecret']>(),
  check: vi.fn<Store['check']>(),
  close: vi.fn<Store['close']>(),
};

beforeEach(async () => {
  saved = [];
  openStore.mockReset().mockResolvedValue(store);
  store.replaceSecret.mockReset().mockResolvedValue(true);
  const site = { clientKey: 'a', baseUrl: 'https://a.atlassian.net', sharedSecret: 'secret' };
  await createInstallations(store as unknown as Store, [OLD]).save(site);
});
afterEach(() => {
  log.mockReset();
});

test('its store is the one of its environment: it is ready when the store is, and closes it', async () => {
  const platform = await open();
  expect(openStore).toHaveBeenCalledWith(config);
  expect(platform.details).toEqual({ baseUrl: 'https://app.example.com' });
  store.check.mockRejectedValueOnce(new Error('the store is away'));
  await expect(platform.ready()).rejects.toThrow('the store is away');
  await platform.close();
  expect(store.close).toHaveBeenCalledOnce();
});

test.each([
  [new Error('ECONNREFUSED'), 'ECONNREFUSED'],
  [new AggregateError([]), 'AggregateError'],
  ['a text', 'a text'],
])('a store that cannot be opened ends the start: %s', async (cause, text) => {
  openStore.mockRejectedValue(cause);
  const message = `the store of DATABASE_URL cannot be opened: ${text}`;
  await expect(open()).rejects.toMatchObject({ message, cause });
});

test('so does a secret whose key is missing', async () => {
  await expect(open({ secretKeys: [NEW] })).rejects.toThrow('APP_SECRET_KEYS lacks a key');
});

test('secrets under an old key are encrypted again; the log says how many, and what cannot be read', async () => {
  await open();
  await until(() => expect(log.mock.calls).toEqual([['info', 'resealed', { count: 1 }]]));
  saved.push({ ...saved[0]!, clientKey: 'b' });
  await open({ secretKeys: [OLD] });
  await until(() => expect(log.mock.calls.slice(1)).toEqual([['error', 'unreadable', { clientKey: 'b' }]]));
});

test('that they cannot be encrypted again is logged', async () => {
  store.replaceSecret.mockRejectedValue(new Error('the disk is full'));
  await open();
  await until(() => expect(log.mock.calls).toEqual([['error', 'not resealed', { reason: 'Error: the disk is full' }]]));
});

test('a front end without assets is no error', () => {
  expect(() => serveAssets('no such folder')).not.toThrow();
});
