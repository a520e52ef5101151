/** What a view uses of bgscript. */
export { showView } from './runtime/showView';
export { useEvent } from './runtime/useEvent';
export { useOwnData } from './runtime/useOwnData';
export { useSharedData } from './runtime/useSharedData';
export type { Failure, ViewState } from './runtime/handshake';
export { followTheme } from './platform/theme';
export { Link } from './platform/Link';
