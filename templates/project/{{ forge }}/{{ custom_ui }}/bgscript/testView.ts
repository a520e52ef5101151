/** For tests of views: a host in memory, and front ends in an empty page. Import it first. */
export { products } from './host/answers';
export { calls, host } from './tests/host';
export { start } from './tests/page';
