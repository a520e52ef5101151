/**
 * Replaces the products and the storage that Forge functions call, in memory. The real @forge/api and @forge/kvs send
 * their requests here, so tests also run the checks of these packages. Import it before a test calls a resolver.
 */
import { products, type Answer, type ProductRequest } from '../host/answers';
import { storage } from '../host/storage';

export type { Answer, ProductRequest };

export const forge = Object.assign(products, {
  /** What is stored, by key. */
  stored: storage.values,
  /** The secrets that are stored, by key. */
  secrets: storage.secrets,

  reset(): void {
    products.clear();
    storage.clear();
  },
});

interface Target {
  type: string;
  provider: ProductRequest['as'];
  remote: string;
}

function fetchAsForge(
  { type, provider, remote }: Target,
  path: string,
  init: { method?: string; body?: unknown } | undefined,
): Promise<Response> {
  if (type === 'kvs') return Promise.resolve(storage.answer(path, JSON.parse(init?.body as string)));
  return products.ask(remote, provider, path, init);
}

Object.assign(globalThis, { __forge_fetch__: fetchAsForge });
