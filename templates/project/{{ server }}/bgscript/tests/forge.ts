/**
 * Replaces the product that resolvers call, in memory. Import it before anything that imports resolvers: it puts its own
 * functions in place of those of platform/product.ts.
 */
import { vi } from 'vitest';
import { SAMPLES, answerTo, nameOf, type Answer, type ProductRequest } from '../host/answers';
import type { Product, ProductRequest as Request, Requests } from '../platform/product';

export type { Answer, ProductRequest };

export const forge = {
  /** What the products answer, by method and path without parameters. Add what your resolvers ask for. */
  answers: { ...SAMPLES },
  /** The requests to products since the last reset. */
  requests: [] as ProductRequest[],

  reset(): void {
    this.answers = { ...SAMPLES };
    this.requests = [];
  },
};

vi.mock('../platform/product', async (importReal) => {
  const inTests: Product = { asApp: () => requests('app'), asUser: () => requests('user') };
  return { ...(await importReal<object>()), ...inTests };
});

function requests(as: ProductRequest['as']): Requests {
  return { requestJira: ask('jira', as), requestConfluence: ask('confluence', as) };
}

function ask(product: string, as: ProductRequest['as']): Request {
  return async ({ value: path }, init = {}) => {
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : init.body;
    const request = { product, as, method: init.method ?? 'GET', path, body };
    forge.requests.push(request);
    const response = await answerTo(request, forge.answers);
    if (!response) {
      throw new Error(`No answer for '${nameOf(request)}': add one to forge.answers of #bgscript/testFunctions.`);
    }
    return response;
  };
}
