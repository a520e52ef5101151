/**
 * What Jira and Confluence answer on this machine: sample answers for the calls that README.md shows. The preview and the
 * tests use them.
 */

/** What an app asked of a product. */
export interface ProductRequest {
  product: string;
  /** `none` is a call without asUser or asApp. */
  as: 'user' | 'app' | 'none';
  method: string;
  path: string;
  body: unknown;
}

/** A result, sent as JSON with status 200; or a function that makes a result or a whole `Response`. */
export type Answer = object | ((request: ProductRequest) => unknown);

interface Init {
  method?: string;
  body?: unknown;
}

/** Answers by method and path without parameters. */
export type Answers = Record<string, Answer>;

export const SAMPLES: Answers = {
  'GET /rest/api/3/search/jql': { issues: [{ id: '10000', key: 'DEMO-1', fields: { summary: 'An issue' } }] },
  'GET /wiki/api/v2/spaces': { results: [{ id: '10000', key: 'DEMO', name: 'A space' }] },
};

/** The name of a request in `Answers`. */
export function nameOf({ method, path }: Pick<ProductRequest, 'method' | 'path'>): string {
  return `${method} ${path.replace(/\?.*/, '')}`;
}

/** @returns undefined where none of the answers is for this request. */
export async function answerTo(request: ProductRequest, answers: Answers = SAMPLES): Promise<Response | undefined> {
  const answer = answers[nameOf(request)];
  if (!answer) return undefined;
  const result =
    typeof answer === 'function' ? await (answer as (request: ProductRequest) => unknown)(request) : answer;
  return result instanceof Response ? result : Response.json(result);
}

/** The products in a test file: what they answer, and what they were asked. */
export const products = {
  /** By method and path without parameters. Add what your code asks for. */
  answers: { ...SAMPLES },
  /** The requests since the last reset. */
  requests: [] as ProductRequest[],

  clear(): void {
    products.answers = { ...SAMPLES };
    products.requests = [];
  },

  /** @throws where none of the answers is for this request. */
  async ask(product: string, as: ProductRequest['as'], path: string, init: Init = {}): Promise<Response> {
    const request = { product, as, method: init.method ?? 'GET', path, body: parsed(init.body) };
    products.requests.push(request);
    const response = await answerTo(request, products.answers);
    if (response) return response;
    throw new Error(
      `No answer for '${nameOf(request)}': add one to forge.answers of #bgscript/testFunctions, or to products.answers of #bgscript/testView.`,
    );
  },
};

/** The value of a JSON text; anything else as it is. */
function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
