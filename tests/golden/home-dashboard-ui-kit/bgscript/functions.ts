/** What functions on the server use of bgscript. */
export { makeHandler } from './platform/handler';
export { text, wholeNumber } from './runtime/payload';
export type { Handlers } from './runtime/resolvers';
