/** The store this app is built with: for several instances. */
export { openStore } from './postgres';
