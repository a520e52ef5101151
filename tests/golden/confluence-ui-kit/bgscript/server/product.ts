import type { ProductRequest } from '../platform/product';

/** The address of a product, and the authorisation for its requests. */
export interface Access {
  /** https, without a slash at the end. All requests stay below it. */
  baseUrl: string;
  /** Returns the Authorization header for one request. */
  authorize: (method: string, path: string) => string | Promise<string>;
  timeoutMs?: number;
}

const TIMEOUT_MS = 20_000; // Forge waits 25 s for the resolver, which waits for this

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
    // Redirects are returned to the resolver, because they could lead to another host.
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
