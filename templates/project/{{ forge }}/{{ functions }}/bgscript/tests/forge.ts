/**
 * Replaces the products and the storage that Forge functions call, in memory. The real @forge/api and @forge/kvs send
 * their requests here, so tests also run the checks of these packages. Import it before a test calls a resolver.
 */
import { storage } from '../host/storage';

/** What a function asked of a product. */
export interface ProductRequest {
  product: string;
  /** `none` is `requestJira` without asUser or asApp. */
  as: 'user' | 'app' | 'none';
  method: string;
  path: string;
  body: unknown;
}

/** A result, sent as JSON with status 200; or a function that makes a result or a whole `Response`. */
export type Answer = object | ((request: ProductRequest) => unknown);

/** What the products answer, by method and path without parameters. Add what your resolvers ask for. */
const ANSWERS: Record<string, Answer> = {
  'GET /rest/api/3/search/jql': { issues: [{ id: '10000', key: 'DEMO-1', fields: { summary: 'An issue' } }] },
  'GET /wiki/api/v2/spaces': { results: [{ id: '10000', key: 'DEMO', name: 'A space' }] },
};

export const forge = {
  answers: { ...ANSWERS },
  /** The requests to products since the last reset. */
  requests: [] as ProductRequest[],
  /** What is stored, by key. */
  stored: storage.values,
  /** The secrets that are stored, by key. */
  secrets: storage.secrets,

  reset(): void {
    this.answers = { ...ANSWERS };
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
  const name = `${request.method} ${request.path.replace(/\?.*/, '')}`;
  const answer = forge.answers[name];
  if (!answer) throw new Error(`No answer for '${name}': add one to forge.answers of #bgscript/testFunctions.`);
  const result =
    typeof answer === 'function' ? await (answer as (request: ProductRequest) => unknown)(request) : answer;
  return result instanceof Response ? result : Response.json(result);
}

Object.assign(globalThis, { __forge_fetch__: fetchAsForge });
