/**
 * Replaces the products and the storage that Forge functions call, in memory. The real @forge/api and @forge/kvs send
 * their requests here, so tests also run the checks of these packages. Import it before a test calls a resolver.
 */

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
  stored: new Map<string, unknown>(),

  reset(): void {
    this.answers = { ...ANSWERS };
    this.requests = [];
    this.stored = new Map();
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
  if (target.type === 'kvs') return Promise.resolve(store(path, body as StoreRequest));
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

interface StoreRequest {
  key: string;
  value: unknown;
  limit?: number;
  where?: { property: string; condition: string; values: string[] }[];
}

function store(path: string, { key, value, limit, where }: StoreRequest): Response {
  const { stored } = forge;
  const [, operation] = /^\/api\/v1\/(?:secret\/)?(get|set|delete|query)$/.exec(path) ?? [];
  const isSecret = path.includes('/secret/');
  const name = isSecret ? `secret:${key}` : key;
  switch (operation) {
    case 'get':
      if (!stored.has(name)) return Response.json({ code: 'KEY_NOT_FOUND', message: 'not found' }, { status: 404 });
      return Response.json({ key, value: structuredClone(stored.get(name)) });
    case 'set':
      stored.set(name, structuredClone(value));
      return new Response(null, { status: 204 });
    case 'delete':
      stored.delete(name);
      return new Response(null, { status: 204 });
    case 'query': {
      const prefix = where?.[0]?.values[0] ?? '';
      const found = [...stored].filter(([each]) => !each.startsWith('secret:') && each.startsWith(prefix)).sort();
      return Response.json({ data: found.slice(0, limit ?? 10).map(([key, value]) => ({ key, value })) });
    }
    default:
      throw new Error(`tests/forge.ts does not know ${path} of @forge/kvs: add it there.`);
  }
}

Object.assign(globalThis, { __forge_fetch__: fetchAsForge });
