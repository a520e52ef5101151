/** Calls a resolver from the browser. It rejects with a `CallError`, whatever went wrong. */
export { invoke } from './platform/resolver';
