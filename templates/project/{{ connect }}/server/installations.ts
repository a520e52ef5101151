import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Store } from './store/store';

/** A site on which the app is installed, with the secret that it signs its requests with. */
export interface Site {
  clientKey: string;
  baseUrl: string;
  sharedSecret: string;
}

export interface Installations {
  find(clientKey: string): Promise<Site | undefined>;
  save(site: Site): Promise<void>;
  remove(clientKey: string): Promise<void>;
}

/** Keeps sites in a store that gets to see their secrets encrypted only. */
export function createInstallations(store: Store, secretKey: Buffer): Installations {
  return {
    async find(clientKey) {
      const found = await store.find(clientKey);
      if (!found) return undefined;
      return { clientKey, baseUrl: found.baseUrl, sharedSecret: unseal(secretKey, clientKey, found.sealedSecret) };
    },
    save({ clientKey, baseUrl, sharedSecret }) {
      return store.save({ clientKey, baseUrl, sealedSecret: seal(secretKey, clientKey, sharedSecret) });
    },
    remove(clientKey) {
      return store.remove(clientKey);
    },
  };
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM. The client key is authenticated along, so that no site's secret can be put in another's place. */
function seal(secretKey: Buffer, clientKey: string, secret: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', secretKey, iv, { authTagLength: TAG_BYTES }).setAAD(
    Buffer.from(clientKey),
  );
  const encrypted = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64');
}

/** @throws when the key is another one, or somebody changed what is stored. */
function unseal(secretKey: Buffer, clientKey: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', secretKey, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(clientKey))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}
