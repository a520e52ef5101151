/** For tests: the script's side of the handshake. */
export { publish } from './runtime/handshake';
