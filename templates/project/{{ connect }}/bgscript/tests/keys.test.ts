import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { beforeEach, expect, test, vi } from 'vitest';
import { createInstallations } from '../server/installations';
import { createSealer, idOf } from '../server/seal';
import type { Installation, Store } from '../server/store/store';

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>();
  return { ...real, createDecipheriv: vi.fn(real.createDecipheriv) };
});

const [OLD, NEW, OTHER] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const site = (clientKey: string) => ({
  clientKey,
  baseUrl: 'https://a.atlassian.net',
  sharedSecret: `secret of ${clientKey}`,
});

const saved = new Map<string, Installation>();
/** Only what these tests need. store.test.ts tests the real ones. */
const store = {
  save: (one) => Promise.resolve(void saved.set(one.clientKey, one)),
  find: (clientKey) => Promise.resolve(saved.get(clientKey)),
  list: (after) => Promise.resolve([...saved.values()].filter(({ clientKey }) => clientKey > after).slice(0, 3)),
  replaceSecret(clientKey, from, to) {
    const one = saved.get(clientKey);
    if (one?.sealedSecret !== from) return Promise.resolve(false);
    saved.set(clientKey, { ...one, sealedSecret: to });
    return Promise.resolve(true);
  },
  remove: () => Promise.resolve(),
  check: () => Promise.resolve(),
  close: () => Promise.resolve(),
} satisfies Store;

beforeEach(async () => {
  saved.clear();
  for (const clientKey of ['1', 'a', 'b', 'c']) await createInstallations(store, [OLD]).save(site(clientKey));
});

test('the first key encrypts, each of them decrypts, in any order', async () => {
  await createInstallations(store, [NEW, OLD]).save(site('d'));
  for (const keys of [
    [NEW, OLD],
    [OLD, NEW],
    [OTHER, OLD, NEW],
  ]) {
    for (const clientKey of ['a', 'd'])
      expect(await createInstallations(store, keys).find(clientKey)).toEqual(site(clientKey));
  }
  expect(saved.get('a')?.sealedSecret).toMatch(new RegExp(`^${idOf(OLD)}\\.`));
  expect(saved.get('d')?.sealedSecret).toMatch(new RegExp(`^${idOf(NEW)}\\.`));
});

test('when a key is replaced, all secrets are encrypted again, and the old key is not needed any more', async () => {
  const both = createInstallations(store, [NEW, OLD]);
  const { old } = await both.checkKeys();
  expect(old).toHaveLength(4);
  expect(await both.reseal(old)).toBe(4);
  const alone = createInstallations(store, [NEW]);
  expect(await alone.checkKeys()).toEqual({ unreadable: [], old: [] });
  expect(await alone.find('b')).toEqual(site('b'));
});

test('a site that installs again during that keeps its new secret', async () => {
  const both = createInstallations(store, [NEW, OLD]);
  const { old } = await both.checkKeys();
  await both.save({ ...site('b'), sharedSecret: 'the newest' });
  expect(await both.reseal(old)).toBe(3);
  expect(await both.find('b')).toMatchObject({ sharedSecret: 'the newest' });
});

test('missing keys are reported at the start, by their ids, and when a secret needs one', async () => {
  for (const [clientKey, key] of [
    ['d', NEW],
    ['e', OTHER],
  ] as const)
    await createInstallations(store, [key]).save(site(clientKey));
  const alone = createInstallations(store, [NEW]);
  await expect(alone.checkKeys()).rejects.toThrow(
    `APP_SECRET_KEYS lacks a key: key ${idOf(OLD)} encrypted the secrets of 4 sites, key ${idOf(OTHER)} encrypted the secrets of 1 sites`,
  );
  await expect(alone.find('a')).rejects.toThrow(`no key ${idOf(OLD)} is configured`);
  expect(await alone.find('nobody')).toBeUndefined();
  expect(() => createInstallations(store, [])).toThrow('a sealer needs a key');
});

test('while the store fails, the answer is 503, with its reason for the log', async () => {
  const cause = new Error('the disk is full');
  const failing = createInstallations({ ...store, find: () => Promise.reject(cause) }, [OLD]);
  await expect(failing.find('a')).rejects.toMatchObject({ status: 503, cause });
});

test('what an earlier release has encrypted is decrypted', () => {
  const sealed = '223c2cbf.CQkJCQkJCQkJCQkJqRQOkHnLIzM1faph4eLJe0al9/HdgqQVgA2tGIeEg7q1wg+aUZzXsgrCI8emEQ==';
  const sealer = createSealer([OTHER, Buffer.alloc(32, 7)]);
  expect(sealer.open('a', sealed)).toBe('a secret of an earlier release');
  expect(() => sealer.open('b', sealed)).toThrow();
});

test('a sealed text without all of its signature is refused', () => {
  const sealer = createSealer([NEW]);
  const [id, bytes = ''] = sealer.seal('a', '').split('.');
  const shortened = Buffer.from(bytes, 'base64').subarray(0, -8).toString('base64');
  expect(() => sealer.open('a', `${id}.${shortened}`)).toThrow();
});

test('a secret is decrypted once while it is needed; a thousand are kept at most', () => {
  const sealer = createSealer([NEW]);
  const sealed = Array.from({ length: 1_001 }, (_, index) => sealer.seal('a', `secret ${index}`));
  const decrypted = vi.mocked(createDecipheriv).mockClear().mock.calls;
  const counts = [sealed.slice(0, 1_000), sealed.slice(0, 1_000), sealed.slice(1_000), sealed.slice(0, 1)].map(
    (texts) => {
      for (const text of texts) expect(sealer.open('a', text)).toBe(`secret ${sealed.indexOf(text)}`);
      return decrypted.length;
    },
  );
  expect(counts).toEqual([1_000, 1_000, 1_001, 1_002]);
});

test('secrets from before keys had ids are decrypted, and encrypted again', async () => {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', OLD, iv).setAAD(Buffer.from('a'));
  const bytes = Buffer.concat([cipher.update('secret of a'), cipher.final()]);
  const sealedSecret = Buffer.concat([iv, cipher.getAuthTag(), bytes]).toString('base64');
  saved.set('a', { ...site('a'), sealedSecret });

  const both = createInstallations(store, [NEW, OLD]);
  expect(await both.find('a')).toEqual(site('a'));
  await both.reseal((await both.checkKeys()).old);
  expect(await createInstallations(store, [NEW]).find('a')).toEqual(site('a'));

  saved.set('a', { ...site('a'), sealedSecret });
  await expect(createInstallations(store, [NEW]).checkKeys()).rejects.toThrow(
    'key without a name encrypted the secrets of 1 sites',
  );
});

test('one damaged secret does not affect the others', async () => {
  const { sealedSecret } = saved.get('b')!;
  saved.set('b', { ...site('b'), sealedSecret: `${sealedSecret.slice(0, -8)}AAAAAAA=` });
  const all = createInstallations(store, [OLD]);
  expect(await all.checkKeys()).toEqual({ unreadable: ['b'], old: [] });
  expect(await all.find('a')).toEqual(site('a'));
  await expect(all.find('b')).rejects.toThrow();
});
