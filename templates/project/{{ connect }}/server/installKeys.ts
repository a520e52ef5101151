import { importSPKI, type CryptoKey } from 'jose';
import { Refusal } from './errors';

/** Gives the public key with that id. */
export type InstallKeys = (keyId: string) => Promise<CryptoKey>;

const TIMEOUT_MS = 5_000;
const MAX_KEYS = 50;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Gets keys from Atlassian's service, each one once: an id always means the same key, so none gets old. */
export function createInstallKeys(serviceUrl: string): InstallKeys {
  const keys = new Map<string, CryptoKey>();

  return async (keyId) => {
    // Whoever calls chooses the id: it must not lead anywhere but to a key.
    if (!UUID.test(keyId)) throw new Refusal(401);
    const known = keys.get(keyId);
    if (known) return known;
    const key = await fetchKey(`${serviceUrl}/${keyId}`);
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(keyId, key);
    return key;
  };
}

/** @throws Refusal: 401 when there is no such key, 503 when the service does not give a key it should have. */
async function fetchKey(url: string): Promise<CryptoKey> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 404) throw new Refusal(401);
    if (!response.ok) throw new Error(`the install keys service answered ${response.status}`);
    return await importSPKI(await response.text(), 'RS256');
  } catch (reason) {
    throw reason instanceof Refusal ? reason : new Refusal(503, { cause: reason });
  }
}
