/** Errors that people or developers read. */
export { CallError } from './runtime/callError';
export type { CallErrorKind } from './runtime/callError';
export { report } from './runtime/report';
