/** What the background script uses of bgscript. */
export { startScript } from './runtime/startScript';
export { share } from './runtime/dataSets';
export { reload, reloadEvery } from './runtime/reloading';
export type { Source } from './runtime/handshake';
