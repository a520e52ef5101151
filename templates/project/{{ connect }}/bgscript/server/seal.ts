/**
 * Encrypts ("seals") short texts with AES-256-GCM. A sealed text names its key, so that keys can be replaced: the first
 * key encrypts, each of them decrypts.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const MAX_OPENED = 1_000;

export interface Sealer {
  /** @param owner is authenticated too: a text that was sealed for one owner cannot be opened for another. */
  seal(owner: string, secret: string): string;
  /** @throws UnknownKey, or another error when the sealed text was changed. */
  open(owner: string, sealed: string): string;
  /** Whether it was not sealed with the first key. */
  isOld(sealed: string): boolean;
}

/** The text was sealed with a key that is not configured. */
export class UnknownKey extends Error {
  readonly keyId: string;

  constructor(keyId: string) {
    super(`no key ${keyId} is configured`);
    this.keyId = keyId;
  }
}

/** A key's name, which reveals nothing of the key. */
export function idOf(key: Buffer): string {
  return createHash('sha256').update('key id\0').update(key).digest('hex').slice(0, 8);
}

export function createSealer(keys: Buffer[]): Sealer {
  const [first] = keys;
  if (!first) throw new Error('a sealer needs a key');
  const prefix = `${idOf(first)}.`;
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  /** Recently opened texts: a page and its calls need the same secret. */
  const opened = new Map<string, string>();

  return {
    seal: (owner, secret) => prefix + encrypt(first, owner, secret),
    open(owner, sealed) {
      const name = `${sealed}.${owner}`;
      const known = opened.get(name);
      if (known !== undefined) return known;
      const secret = decryptWith(keys, byId, owner, sealed);
      if (opened.size >= MAX_OPENED) opened.clear();
      opened.set(name, secret);
      return secret;
    },
    isOld: (sealed) => !sealed.startsWith(prefix),
  };
}

function decryptWith(keys: Buffer[], byId: Map<string, Buffer>, owner: string, sealed: string): string {
  const [keyId = '', bytes] = sealed.split('.');
  if (bytes === undefined) return openUnnamed(keys, owner, sealed);
  const key = byId.get(keyId);
  if (!key) throw new UnknownKey(keyId);
  return decrypt(key, owner, bytes);
}

/** Releases before 0.3.0 did not name the key. */
function openUnnamed(keys: Buffer[], owner: string, sealed: string): string {
  for (const key of keys) {
    try {
      return decrypt(key, owner, sealed);
    } catch {
      // try the next key
    }
  }
  throw new UnknownKey('without a name');
}

function encrypt(key: Buffer, owner: string, secret: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(owner));
  const encrypted = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64');
}

function decrypt(key: Buffer, owner: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}
