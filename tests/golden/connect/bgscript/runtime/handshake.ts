/**
 * The handshake between one background script and the views on its page.
 *
 * The host starts script and views in any order, and a message reaches only modules that already listen. So each side
 * listens before it sends: the script listens, then loads; a view listens, then asks, and repeats until it is answered.
 * script.ts and view.ts have the two sides, protocol.ts has what they agree on.
 */
export { WAITING } from './protocol';
export type { Channel, Failure, Publisher, Source, Subscription, ViewState } from './protocol';
export { publish } from './script';
export { subscribe } from './view';
