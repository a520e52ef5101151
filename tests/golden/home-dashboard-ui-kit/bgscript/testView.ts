/** For tests of views: a host in memory, and front ends in a realm each. Import it first. */
export { calls, host, resolving } from './tests/host';
export { start } from './tests/uikit';
export type { FrontEnd } from './tests/uikit';
