/* eslint-disable */
/**
 * The data that the app's background script shares, for a view. Written by bgscript, and kept current by `bgscript update`.
 *
 *     import { connect } from './background/client.js';
 *     const connection = connect((state) => show(state));
 *
 * React has it from useSharedData.js.
 */

// from bgscript/runtime/protocol: Failure, ViewState, Subscription

/** What the page is about. A page has what its own host page reports, and nothing of the others. */
export interface Page {
// from pages: all
}

/** Where a module runs, as the host reports it: `extension` of the context. */
export interface HostContext extends Page {
  type?: string;
  [fact: string]: any;
}

export interface Options<Data = any> {
  /** The data set, if the script shares more than one. */
  name?: string | undefined;
  /** What to show in the list from which people add widgets to dashboards of Atlassian Home: no script runs there. */
  sample?: Data | undefined;
}

/**
 * Calls `show` with each state of the shared data, at once and until `unsubscribe` of its result. `Data` is the type of the
 * data; without it, it is `any`.
 */
export declare function connect<Data = any>(
  show: (state: ViewState<Data>) => void,
  options?: Options<Data>,
): Subscription;

/** The state before anything was heard of the script. */
export declare const WAITING: { readonly status: 'waiting'; readonly revision: 0; readonly busy: true };

/** Asks the host where this module runs. Returns an empty object if the host does not answer. */
export declare function getContext(): Promise<HostContext>;

/** The page, as the host reports it. */
export declare function pageOf(context: HostContext): Page | undefined;

/** What distinguishes this page from others: an issue's key, a space's key, a dashboard's id. */
export declare function about(page: Page): string | undefined;

/** Whether this is a view that no script answers, in the list from which people add widgets. */
export declare function isPreview(context: HostContext): boolean;

/** The events between the modules of this app on a page. */
export interface Channel {
  emit(event: string, payload: any): Promise<void>;
  /** Resolves, once the listener is in place, to the function that removes it. */
  on(event: string, listener: (payload: any) => void): Promise<() => void>;
}

export declare const channel: Channel;

/** What `connect` does once it knows the page. */
export declare function subscribe<Data = any>(
  channel: Channel,
  show: (state: ViewState<Data>) => void,
  page?: Page,
  name?: string,
): Subscription;
