/**
 * Replaces the products and the storage that Forge functions call, in memory. The real @forge/api and @forge/kvs send
 * their requests here, so tests also run the checks of these packages. Import it before a test calls a resolver.
 */
import { SAMPLES, answerTo, nameOf, type Answer, type ProductRequest } from '../host/answers';
import { storage } from '../host/storage';

export type { Answer, ProductRequest };

export const forge = {
  /** What the products answer, by method and path without parameters. Add what your functions ask for. */
  answers: { ...SAMPLES },
  /** The requests to products since the last reset. */
  requests: [] as ProductRequest[],
  /** What is stored, by key. */
  stored: storage.values,
  /** The secrets that are stored, by key. */
  secrets: storage.secrets,

  reset(): void {
    this.answers = { ...SAMPLES };
    this.requests = [];
    storage.clear();
  },
};

interface Target {
  type: string;
  provider: ProductRequest['as'];
  remote: string;
}

type Init = { method?: string; body?: unknown } | undefined;

function fetchAsForge(target: Target, path: string, init: Init): Promise<Response> {
  const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : init?.body;
  if (target.type === 'kvs') return Promise.resolve(storage.answer(path, body));
  return askProduct({ product: target.remote, as: target.provider, method: init?.method ?? 'GET', path, body });
}

async function askProduct(request: ProductRequest): Promise<Response> {
  forge.requests.push(request);
  const response = await answerTo(request, forge.answers);
  if (!response) {
    throw new Error(`No answer for '${nameOf(request)}': add one to forge.answers of #bgscript/testFunctions.`);
  }
  return response;
}

Object.assign(globalThis, { __forge_fetch__: fetchAsForge });
