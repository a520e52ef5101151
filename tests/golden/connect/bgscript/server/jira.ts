import { createQueryStringHash, fromMethodAndUrl } from 'atlassian-jwt';
import { SignJWT } from 'jose';
import descriptor from '../../atlassian-connect.json';
import type { Product } from '../platform/product';
import type { Site } from './installations';
import { createRequest } from './product';

const TOKEN_LIFE = '3 minutes';

/** Jira of the site that called. The scopes in atlassian-connect.json say what the app may do there. */
export function createProduct(site: Site): Product {
  const requestJira = createRequest({ baseUrl: site.baseUrl, authorize: (method, path) => sign(site, method, path) });
  return {
    asApp: () => ({
      requestJira,
      requestConfluence: () => Promise.reject(new Error('This app is installed in Jira, not in Confluence.')),
    }),
    asUser() {
      throw new Error('This server cannot act as a user. Use asApp, and check what the caller may see.');
    },
  };
}

/** Binds the token to one method and one address, query included. */
async function sign(site: Site, method: string, path: string): Promise<string> {
  const qsh = createQueryStringHash(fromMethodAndUrl(method, path), false);
  const token = await new SignJWT({ qsh })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(descriptor.key)
    .setIssuedAt()
    .setExpirationTime(TOKEN_LIFE)
    .sign(Buffer.from(site.sharedSecret));
  return `JWT ${token}`;
}
