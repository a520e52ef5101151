/**
 * Calls of Jira and Confluence from a resolver, with the names and shapes of @forge/api:
 *
 *     const response = await asApp().requestJira(route`/rest/api/3/issue/${key}`);
 *
 * The server sets the site: a resolver cannot reach another one.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** An address of a REST API. Only `route` makes one, so that values in it are always encoded. */
export class Route {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export type ProductRequest = (route: Route, init?: RequestInit) => Promise<Response>;

export interface Requests {
  requestJira: ProductRequest;
  requestConfluence: ProductRequest;
}

/** What the server provides to each call of a resolver. */
export interface Product {
  /** @throws when the app has no permissions of its own. */
  asApp(): Requests;
  /** @throws when the app may not act for the person who calls. */
  asUser(): Requests;
}

const current = new AsyncLocalStorage<Product>();

/** Runs a resolver with this product. */
export function withProduct<T>(product: Product, work: () => T): T {
  return current.run(product, work);
}

/** Requests with the permissions of the app. Check first what the caller may see: the app may see more. */
export function asApp(): Requests {
  return ofThisCall().asApp();
}

/** Requests with the permissions of the person who calls. */
export function asUser(): Requests {
  return ofThisCall().asUser();
}

function ofThisCall(): Product {
  const product = current.getStore();
  if (!product) throw new Error('The product can be called only while a resolver runs.');
  return product;
}

/** Makes an address. Values in `${}` are encoded, so that they cannot change the path around them. */
export function route(parts: TemplateStringsArray, ...values: (string | number)[]): Route {
  return new Route(parts.reduce((path, part, index) => path + encode(values[index - 1]) + part));
}

function encode(value: string | number | undefined): string {
  const text = encodeURIComponent(value ?? '');
  if (text === '.' || text === '..') throw new Error('A value in a route must not be `.` or `..`.');
  return text;
}
