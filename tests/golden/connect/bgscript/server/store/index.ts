/** The store of this app: for one process. */
export { openStore } from './sqlite';
