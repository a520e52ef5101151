import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createInstallations } from '../server/installations';
import { openStore as openInTime } from '../server/store';
import { MIGRATIONS } from '../server/store/migrations';
import type { Store } from '../server/store/store';
import { startDatabase } from './databases/postgres';

const database = await startDatabase();

afterAll(() => database?.stop());

/** A busy machine may need more than the five seconds that a query may take. Most tests are not about them. */
const openStore: typeof openInTime = (config, migrations = MIGRATIONS) => openInTime(config, migrations, 60_000);

const ONE = { clientKey: 'one', baseUrl: 'https://one.atlassian.net', sealedSecret: 'sealed' };

describe('the store', () => {
  if (!database) {
    console.warn('\n!!! NOT TESTED: the store, as there is no PostgreSQL for it. See tests/databases.\n');
    test.skip('not tested: there is no PostgreSQL', () => undefined);
    return;
  }
  const at = (databaseUrl: string) => ({ databaseUrl, databasePoolSize: 3 });
  const open = () => openStore(at(database.url));

  test('several processes may start at the same time on an empty database', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, open));
    await Promise.all(stores.map((one, index) => one.save({ ...ONE, clientKey: `at once ${index}` })));
    for (const index of stores.keys()) expect(await stores[0]?.find(`at once ${index}`)).toBeDefined();
    for (const one of stores) await one.close();
  });

  test('a database that does not answer is not waited for', async () => {
    const { hostname, port } = new URL(database.url);
    const sockets: Socket[] = [];
    let isSilent = false;
    const proxy = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
      if (isSilent) return;
      const target = connect(Number(port), hostname).on('error', () => undefined);
      sockets.push(target);
      socket.pipe(target).pipe(socket);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const proxyPort = String((proxy.address() as AddressInfo).port);
    const url = Object.assign(new URL(database.url), { port: proxyPort }).href;

    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }); // no time passes on a busy machine either
    const store = await openInTime(at(url));
    await store.check();
    isSilent = true;
    sockets.forEach((socket) => socket.unpipe());
    const failsAfterFiveSeconds = async (work: Promise<unknown>, text: string) => {
      const ended = vi.fn();
      const failed = expect(work.finally(ended)).rejects.toThrow(text);
      await vi.advanceTimersByTimeAsync(4_999);
      expect(ended).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      await failed;
    };
    await failsAfterFiveSeconds(store.find('one'), 'Query read timeout'); // on the connection that was open
    await failsAfterFiveSeconds(store.save(ONE), 'timeout'); // on a new one
    await store.close();
    await failsAfterFiveSeconds(openInTime(at(url)), 'timeout');
    vi.useRealTimers();
    sockets.forEach((socket) => socket.destroy());
    proxy.close();
  });

  test('replaces connections that the server ended', async () => {
    const url = await database.another();
    const store = await openStore(at(url));
    await store.check();
    const others = 'datname = current_database() AND pid <> pg_backend_pid()';
    await database.run(url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${others}`);
    const open = `SELECT pid FROM pg_stat_activity WHERE ${others}`;
    await expect.poll(() => database.run(url, open)).toEqual([]); // the idle connection has been sent the reason
    await store.check();
    await store.close();
  });

  describe('when its tables change', () => {
    const INSERT = "INSERT INTO installations (client_key, base_url, sealed_secret) VALUES ('by a step', 'x', 'x')";
    let url: string;

    beforeEach(async () => {
      url = await database.another();
    });

    test('the table of releases before 0.3.0 is kept', async () => {
      await database.run(url, MIGRATIONS[0] ?? '');
      await database.run(url, INSERT);
      const store = await openStore(at(url));
      expect(await store.find('by a step')).toMatchObject({ clientKey: 'by a step' });
      await store.close();
    });

    test('instances that start at the same time run each new step once', async () => {
      await (await openStore(at(url))).close();
      const steps = [...MIGRATIONS, 'ALTER TABLE installations ADD COLUMN note TEXT', INSERT];
      const stores = await Promise.all(Array.from({ length: 8 }, () => openStore(at(url), steps)));
      expect(await stores[0]?.list('', 10)).toHaveLength(1);
      for (const one of stores) await one.close();
    });

    test('a step that fails leaves everything as it was', async () => {
      await expect(openStore(at(url), [...MIGRATIONS, INSERT, 'no SQL'])).rejects.toThrow();
      const store = await openStore(at(url));
      expect(await store.list('', 10)).toEqual([]);
      await store.close();
    });

    test('tables of a newer release are refused, with a clear message', async () => {
      await (await openStore(at(url), [...MIGRATIONS, INSERT])).close();
      await expect(openStore(at(url))).rejects.toThrow(
        'its tables have version 2, but this release knows version 1: start a newer release',
      );
    });
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

    test('removes one installation; to remove a missing one is no error', async () => {
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

    test('says when it cannot be read', async () => {
      await store.check();
      await store.close();
      await expect(store.check()).rejects.toThrow();
      store = await open();
      const url = await database.another();
      const emptied = await openStore(at(url));
      await database.run(url, 'DROP TABLE installations');
      await expect(emptied.check()).rejects.toThrow();
      await emptied.close();
    });

    test('lists all of them, page by page', async () => {
      await store.save(ONE);
      await store.save({ ...ONE, clientKey: 'two' });
      const all = await store.list('', 1000);
      const pages = [];
      for (let page = await store.list('', 3); page.length > 0; page = await store.list(page.at(-1)!.clientKey, 3))
        pages.push(...page);
      expect(all.length).toBeGreaterThan(3);
      expect(pages).toEqual(all);
    });

    test('replaces a secret only if it has not changed', async () => {
      await store.save(ONE);
      expect(await store.replaceSecret('one', 'another', 'new')).toBe(false);
      expect(await store.replaceSecret('nobody', 'sealed', 'new')).toBe(false);
      expect(await store.find('one')).toEqual(ONE);
      expect(await store.replaceSecret('one', 'sealed', 'new')).toBe(true);
      expect(await store.find('one')).toEqual({ ...ONE, sealedSecret: 'new' });
    });

    test('is backed up while it is in use, and restored, as README.md says', async ({ skip }) => {
      await store.save({ ...ONE, clientKey: 'backed up' });
      const all = await store.list('', 1000);
      const url = await database.restored();
      if (!url) return skip('there are no programs to back it up');
      const restored = await openStore(at(url));
      expect(await restored.list('', 1000)).toEqual(all);
      await restored.close();
    });

    test('keeps any text as it is', async () => {
      const odd = { clientKey: 'Ünï-✓-\'";--', baseUrl: 'https://x', sealedSecret: 'a'.repeat(10_000) };
      await store.save(odd);
      expect(await store.find(odd.clientKey)).toEqual(odd);
    });

    test('gets only encrypted secrets, each for its own site', async () => {
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
