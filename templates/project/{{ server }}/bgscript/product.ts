/** Calls of Jira and Confluence from a resolver. */
export { asApp, asUser, route } from './platform/product';
