/** The store this app is built with: for one process. */
export { openStore } from './sqlite';
