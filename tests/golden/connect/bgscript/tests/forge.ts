/** Replaces the product that resolvers call, in memory. Import it before a test calls a resolver. */
import { setProductOutsideOfCalls, type ProductRequest as Request, type Requests } from '../platform/product';

/** What a resolver asked of a product. */
export interface ProductRequest {
  product: string;
  as: 'user' | 'app';
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

  reset(): void {
    this.answers = { ...ANSWERS };
    this.requests = [];
  },
};

function ask(product: string, as: ProductRequest['as']): Request {
  return async ({ value: path }, init = {}) => {
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : init.body;
    const request = { product, as, method: init.method ?? 'GET', path, body };
    forge.requests.push(request);
    const name = `${request.method} ${path.replace(/\?.*/, '')}`;
    const answer = forge.answers[name];
    if (!answer) throw new Error(`No answer for '${name}': add one to forge.answers of #bgscript/testFunctions.`);
    const result =
      typeof answer === 'function' ? await (answer as (request: ProductRequest) => unknown)(request) : answer;
    return result instanceof Response ? result : Response.json(result);
  };
}

function requests(as: ProductRequest['as']): Requests {
  return { requestJira: ask('jira', as), requestConfluence: ask('confluence', as) };
}

setProductOutsideOfCalls({ asApp: () => requests('app'), asUser: () => requests('user') });
