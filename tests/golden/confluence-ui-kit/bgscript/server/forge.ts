import type { Product, ProductRequest, Requests } from '../platform/product';
import { createRequest } from './product';

/** The tokens that Forge sends with a call, if manifest.yml asks for them. */
export interface Tokens {
  user: string | undefined;
  system: string | undefined;
}

/** A product in which the app is installed, and the address of its REST API. */
export interface InstallationContext {
  /** Such as `jira` or `confluence`. */
  name?: string;
  apiBaseUrl?: string;
}

const NAMES = { jira: 'Jira', confluence: 'Confluence' };
type Name = keyof typeof NAMES;

/**
 * The products of the site that called, with the permissions of the tokens that came with the call.
 *
 * @param apiBaseUrl the address of the product that called (`app.apiBaseUrl` of the token).
 * @param contexts all products in which the app is installed (`app.installation.contexts`).
 */
export function createProduct(
  apiBaseUrl: string | undefined,
  { user, system }: Tokens,
  contexts: readonly InstallationContext[] = [],
): Product {
  const requests = (token: string | undefined, property: string): Requests => {
    if (!token) throw new Error(`Forge sent no token: enable ${property} under auth of the endpoint in manifest.yml.`);
    const request = (name: Name): ProductRequest => {
      // async, so that a product without an address rejects this request and no other
      return async (route, init) => {
        const baseUrl = addressOf(name, apiBaseUrl, contexts);
        return createRequest({ baseUrl, authorize: () => `Bearer ${token}` })(route, init);
      };
    };
    return { requestJira: request('jira'), requestConfluence: request('confluence') };
  };
  return {
    asApp: () => requests(system, 'appSystemToken'),
    asUser: () => requests(user, 'appUserToken'),
  };
}

/** @throws when the app is not installed in the product, or the token has no usable address of it. */
function addressOf(name: Name, apiBaseUrl: string | undefined, contexts: readonly InstallationContext[]): string {
  const context = contexts.find((one) => one.name?.toLowerCase() === name);
  if (contexts.length > 0 && !context) {
    const installed = contexts.map((one) => one.name).join(', ');
    throw new Error(`The app is not installed in ${NAMES[name]} (installed in: ${installed}).`);
  }
  const address = context ? context.apiBaseUrl : addressBeside(name, apiBaseUrl);
  if (!address || !/^https:\/\/([a-z\d-]+\.)*atlassian\.com\//.test(address)) {
    const claim = context ? 'app.installation.contexts' : 'app.apiBaseUrl';
    throw new Error(`The token of this call has no usable address of ${NAMES[name]} (${claim}).`);
  }
  return address.replace(/\/$/, '');
}

/**
 * For a token without contexts. The products of one site have the same cloud id, so their addresses differ in the name
 * of the product only: `https://api.atlassian.com/ex/jira/<cloud id>`.
 */
function addressBeside(name: Name, apiBaseUrl: string | undefined): string | undefined {
  return apiBaseUrl?.replace(/^(https:\/\/[^/]+\/ex\/)(jira|confluence)(?=\/)/, `$1${name}`);
}
