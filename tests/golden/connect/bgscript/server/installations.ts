import { Refusal } from './errors';
import { createSealer, UnknownKey } from './seal';
import type { Installation, Store } from './store/store';

/** A site on which the app is installed, and the secret that it signs its requests with. */
export interface Site {
  clientKey: string;
  baseUrl: string;
  sharedSecret: string;
}

export interface Installations {
  find(clientKey: string): Promise<Site | undefined>;
  save(site: Site): Promise<void>;
  remove(clientKey: string): Promise<void>;
  /**
   * Decrypts every secret in the store.
   *
   * @returns the client keys of damaged secrets, and the installations that do not use the first key.
   * @throws when a secret was encrypted with a key that is not configured.
   */
  checkKeys(): Promise<{ unreadable: string[]; old: Installation[] }>;
  /** Encrypts these with the first key, unless they changed in the meantime. @returns how many. */
  reseal(old: Installation[]): Promise<number>;
}

/** Keeps sites in a store, with encrypted secrets. If the store fails, the functions throw a Refusal 503. */
export function createInstallations(store: Store, secretKeys: Buffer[]): Installations {
  const sealer = createSealer(secretKeys);

  return {
    async find(clientKey) {
      const found = await or503(store.find(clientKey));
      if (!found) return undefined;
      return { clientKey, baseUrl: found.baseUrl, sharedSecret: sealer.open(clientKey, found.sealedSecret) };
    },
    save({ clientKey, baseUrl, sharedSecret }) {
      return or503(store.save({ clientKey, baseUrl, sealedSecret: sealer.seal(clientKey, sharedSecret) }));
    },
    remove(clientKey) {
      return or503(store.remove(clientKey));
    },
    async checkKeys() {
      const result = { unreadable: [] as string[], old: [] as Installation[] };
      const unknown = new Map<string, number>();
      for await (const one of all(store)) {
        try {
          sealer.open(one.clientKey, one.sealedSecret);
          if (sealer.isOld(one.sealedSecret)) result.old.push(one);
        } catch (reason) {
          if (reason instanceof UnknownKey) unknown.set(reason.keyId, 1 + (unknown.get(reason.keyId) ?? 0));
          else result.unreadable.push(one.clientKey);
        }
      }
      const missing = [...unknown].map(([keyId, count]) => `key ${keyId} encrypted the secrets of ${count} sites`);
      if (missing.length > 0) throw new Error(`APP_SECRET_KEYS lacks a key: ${missing.join(', ')}`);
      return result;
    },
    async reseal(old) {
      let count = 0;
      for (const { clientKey, sealedSecret } of old) {
        const again = sealer.seal(clientKey, sealer.open(clientKey, sealedSecret));
        if (await store.replaceSecret(clientKey, sealedSecret, again)) count += 1;
      }
      return count;
    },
  };
}

const PAGE_SIZE = 500;

async function* all(store: Store): AsyncGenerator<Installation> {
  for (let after = ''; ;) {
    const page = await store.list(after, PAGE_SIZE);
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.clientKey;
  }
}

async function or503<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new Refusal(503, { cause });
  }
}
