/** The events between the modules of this app on a page. Their names and payloads are in src/contract.ts. */
export { channel } from './platform/events';
