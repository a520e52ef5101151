import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createInstallations } from '../server/installations';
import { openStore } from '../server/store';
import type { Store } from '../server/store/store';
import { startDatabase } from './databases/postgres';

const database = await startDatabase();

afterAll(() => database?.stop());

const ONE = { clientKey: 'one', baseUrl: 'https://one.atlassian.net', sealedSecret: 'sealed' };

describe('the store', () => {
  if (!database) {
    console.warn('\n!!! NOT TESTED: the store, as there is no PostgreSQL for it. See tests/databases.\n');
    test.skip('not tested: there is no PostgreSQL', () => undefined);
    return;
  }
  const options = { databaseUrl: database.url, databasePoolSize: 3 };
  const open = () => openStore(options);

  test('several processes may start at the same time on an empty database', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, open));
    await Promise.all(stores.map((one, index) => one.save({ ...ONE, clientKey: `at once ${index}` })));
    for (const index of stores.keys()) expect(await stores[0]?.find(`at once ${index}`)).toBeDefined();
    for (const one of stores) await one.close();
  });

  describe('once it is open', () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    test('finds what was saved, and nothing else', async () => {
      await store.save(ONE);
      expect(await store.find('one')).toEqual(ONE);
      expect(await store.find('ONE')).toBeUndefined();
      expect(await store.find("' OR 1=1 --")).toBeUndefined();
    });

    test('replaces the installation of the same site, and leaves others alone', async () => {
      await store.save({ ...ONE, clientKey: 'two' });
      await store.save(ONE);
      await store.save({ ...ONE, baseUrl: 'https://moved.atlassian.net', sealedSecret: 'new' });
      expect(await store.find('one')).toEqual({ ...ONE, baseUrl: 'https://moved.atlassian.net', sealedSecret: 'new' });
      expect(await store.find('two')).toEqual({ ...ONE, clientKey: 'two' });
    });

    test('removes one installation, also one that is not there', async () => {
      await store.save({ ...ONE, clientKey: 'two' });
      await store.save(ONE);
      await store.remove('one');
      await store.remove('one');
      expect(await store.find('one')).toBeUndefined();
      expect(await store.find('two')).toBeDefined();
    });

    test('keeps everything when it is closed and opened again', async () => {
      await store.save(ONE);
      await store.close();
      store = await open();
      expect(await store.find('one')).toEqual(ONE);
    });

    test('keeps any text as it is', async () => {
      const odd = { clientKey: 'Ünï-✓-\'";--', baseUrl: 'https://x', sealedSecret: 'a'.repeat(10_000) };
      await store.save(odd);
      expect(await store.find(odd.clientKey)).toEqual(odd);
    });

    test('sees secrets encrypted only, and each for its own site', async () => {
      const key = randomBytes(32);
      const installations = createInstallations(store, [key]);
      const site = { clientKey: 'sealed', baseUrl: 'https://x', sharedSecret: 'the secret' };
      await installations.save(site);
      expect(await installations.find('sealed')).toEqual(site);

      const stored = (await store.find('sealed'))!;
      expect(JSON.stringify(stored)).not.toContain('the secret');
      const [, bytes = ''] = stored.sealedSecret.split('.');
      expect(Buffer.from(bytes, 'base64').toString()).not.toContain('the secret');
      await installations.save(site);
      expect((await store.find('sealed'))!.sealedSecret).not.toBe(stored.sealedSecret);

      await store.save({ ...stored, clientKey: 'another' });
      await expect(installations.find('another')).rejects.toThrow();
      await expect(createInstallations(store, [randomBytes(32)]).find('sealed')).rejects.toThrow();
    });
  });
});
