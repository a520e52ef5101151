/** Where a module runs, and what the page around it is about. */
export { about, getContext, isPreview, pageOf } from './platform/context';
export type { HostContext, Page } from './platform/context';
