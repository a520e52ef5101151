/** The store of this app: for several instances. */
export { openStore } from './postgres';
