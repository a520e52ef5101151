/** For tests of views: a host in memory, and front ends in a realm each. Import it first. */
export { products } from './host/answers';
export { calls, host, resolving } from './tests/host';
export { start } from './tests/uikit';
export type { FrontEnd } from './tests/uikit';
export { until } from './tests/until';
