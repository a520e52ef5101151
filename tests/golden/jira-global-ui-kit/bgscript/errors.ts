/** Errors that people or developers read. */
export { report } from './runtime/report';
