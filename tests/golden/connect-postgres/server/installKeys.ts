import { importSPKI, type CryptoKey } from 'jose';
import { Refusal } from './errors';
import { fetchText } from './fetch';

/** Gives the public key with that id. @throws Refusal */
export type InstallKeys = (keyId: string) => Promise<CryptoKey>;

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const MAX_KEYS = 50;
/** How long a failure is the answer, before the service is asked again. */
const FAILURE_MS = 5_000;
/** Whoever calls chooses the id, so ids that nobody knows must not become as many requests to Atlassian. */
const MAX_FETCHES = 10;
const PERIOD_MS = 60_000;

/** Gets keys from Atlassian's service, each one once: an id always means the same key, so none gets old. */
export function createInstallKeys(serviceUrl: string, failureMs = FAILURE_MS): InstallKeys {
  const keys = new Map<string, Promise<CryptoKey>>();
  let fetches: number[] = [];

  return (keyId) => {
    // The id must not lead anywhere but to a key.
    if (!UUID.test(keyId)) return Promise.reject(new Refusal(401, { cause: 'the key id is no UUID' }));
    const known = keys.get(keyId);
    if (known) return known;
    fetches = fetches.filter((time) => time > Date.now() - PERIOD_MS);
    if (fetches.length >= MAX_FETCHES) {
      return Promise.reject(new Refusal(503, { cause: 'too many install keys were asked for in one minute' }));
    }
    fetches.push(Date.now());
    const key = fetchKey(`${serviceUrl}/${keyId}`);
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(keyId, key);
    key.catch(() => setTimeout(() => keys.get(keyId) === key && keys.delete(keyId), failureMs).unref());
    return key;
  };
}

/** @throws Refusal: 401 when there is no such key, 503 when the service does not give a key it should have. */
async function fetchKey(url: string): Promise<CryptoKey> {
  try {
    const pem = await fetchText(url);
    if (pem === undefined) throw new Refusal(401, { cause: 'Atlassian knows no key with that id' });
    return await importSPKI(pem, 'RS256');
  } catch (reason) {
    throw reason instanceof Refusal ? reason : new Refusal(503, { cause: reason });
  }
}
