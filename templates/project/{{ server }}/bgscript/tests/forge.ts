/**
 * Replaces the product that resolvers call, in memory. Import it before anything that imports resolvers: it puts its own
 * functions in place of those of platform/product.ts.
 */
import { vi } from 'vitest';
import { products, type Answer, type ProductRequest } from '../host/answers';
import type { Product, ProductRequest as Request, Requests } from '../platform/product';

export type { Answer, ProductRequest };

export const forge = Object.assign(products, { reset: () => products.clear() });

vi.mock('../platform/product', async (importReal) => {
  const inTests: Product = { asApp: () => requests('app'), asUser: () => requests('user') };
  return { ...(await importReal<object>()), ...inTests };
});

function requests(as: ProductRequest['as']): Requests {
  const of =
    (product: string): Request =>
    ({ value }, init) =>
      products.ask(product, as, value, init);
  return { requestJira: of('jira'), requestConfluence: of('confluence') };
}
