import type { Product, Requests } from '../src/platform/product';
import { createRequest } from './product';

/** The tokens that Forge sends with a call, if manifest.yml asks for them. */
export interface Tokens {
  user: string | undefined;
  system: string | undefined;
}

/** The products of the site that called, with the permissions of the tokens that came with the call. */
export function createProduct(apiBaseUrl: string | undefined, { user, system }: Tokens): Product {
  return {
    asApp: () => requests(apiBaseUrl, system, 'appSystemToken'),
    asUser: () => requests(apiBaseUrl, user, 'appUserToken'),
  };
}

function requests(apiBaseUrl: string | undefined, token: string | undefined, property: string): Requests {
  if (!token) throw new Error(`Forge sent no token: enable ${property} under auth of the endpoint in manifest.yml.`);
  if (!apiBaseUrl || !/^https:\/\/([a-z\d-]+\.)*atlassian\.com\//.test(apiBaseUrl)) {
    throw new Error('The token of this call has no address of the product (app.apiBaseUrl).');
  }
  const request = createRequest({ baseUrl: apiBaseUrl.replace(/\/$/, ''), authorize: () => `Bearer ${token}` });
  return { requestJira: request, requestConfluence: request };
}
