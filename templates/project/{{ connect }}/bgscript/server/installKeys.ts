import { importSPKI, type CryptoKey } from 'jose';
import { Refusal } from './errors';
import { fetchText } from './fetch';

/** Returns the public key with that id. @throws Refusal */
export type InstallKeys = (keyId: string) => Promise<CryptoKey>;

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const MAX_KEYS = 50;
/** How long a failure is remembered before the service is asked again. */
const FAILURE_MS = 5_000;
/** Callers choose the id, so unknown ids must not cause an unlimited number of requests to Atlassian. */
const MAX_FETCHES = 10;
const PERIOD_MS = 60_000;

/** Fetches keys from Atlassian's service. Each is fetched once, because the key of an id never changes. */
export function createInstallKeys(serviceUrl: string): InstallKeys {
  const keys = new Map<string, Promise<CryptoKey>>();
  let fetches: number[] = [];

  return (keyId) => {
    // The id becomes part of an address, so only a UUID is allowed.
    if (!UUID.test(keyId)) return Promise.reject(new Refusal(401, { cause: 'the key id is no UUID' }));
    const known = keys.get(keyId);
    if (known) return known;
    fetches = fetches.filter((time) => time > Date.now() - PERIOD_MS);
    if (fetches.length >= MAX_FETCHES) {
      return Promise.reject(new Refusal(503, { cause: 'too many different install keys in one minute' }));
    }
    fetches.push(Date.now());
    const key = fetchKey(`${serviceUrl}/${keyId}`);
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(keyId, key);
    key.catch(() => setTimeout(() => keys.get(keyId) === key && keys.delete(keyId), FAILURE_MS).unref());
    return key;
  };
}

/** @throws Refusal: 401 when there is no such key, 503 when the service fails. */
async function fetchKey(url: string): Promise<CryptoKey> {
  try {
    const pem = await fetchText(url);
    if (pem === undefined) throw new Refusal(401, { cause: 'Atlassian has no key with that id' });
    return await importSPKI(pem, 'RS256');
  } catch (reason) {
    throw reason instanceof Refusal ? reason : new Refusal(503, { cause: reason });
  }
}
