import type { ProductRequest } from '../src/platform/product';

/** Where a product is, and what lets a request in. */
export interface Access {
  /** https, without a slash at the end. No request leaves it. */
  baseUrl: string;
  /** Gives the Authorization header for one request. */
  authorize: (method: string, path: string) => string | Promise<string>;
  timeoutMs?: number;
}

const TIMEOUT_MS = 20_000; // Forge waits 25 s for an answer that may depend on this one

/** Makes the function with which resolvers call the REST API of a product. */
export function createRequest({ baseUrl, authorize, timeoutMs = TIMEOUT_MS }: Access): ProductRequest {
  return async ({ value }, init = {}) => {
    const url = pinned(baseUrl, value);
    const headers = new Headers(init.headers);
    if (!headers.has('accept')) headers.set('accept', 'application/json');
    const method = init.method ?? 'GET';
    headers.set('authorization', await authorize(method, url.href.slice(baseUrl.length)));
    const deadline = AbortSignal.timeout(timeoutMs);
    const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
    // A redirect is handed to the resolver: followed, it could lead to another host.
    return fetch(url, { ...init, method, headers, redirect: 'manual', signal });
  };
}

/** @throws when the path leads out of the base URL. */
function pinned(baseUrl: string, path: string): URL {
  const url = new URL(baseUrl + path);
  if (!path.startsWith('/') || !url.href.startsWith(`${baseUrl}/`))
    throw new Error(`not a path of the product: ${path}`);
  return url;
}
