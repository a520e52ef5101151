/** For tests of functions on the server: products and storage in memory. Import it first. */
export { forge } from './tests/forge';
export type { Answer, ProductRequest } from './tests/forge';
