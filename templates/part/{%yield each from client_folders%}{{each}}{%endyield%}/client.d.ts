/* eslint-disable */
/**
 * The data that the app's background script shares, for a view. Written by bgscript, and kept current by `bgscript update`.
 *
 *     import { connect } from './background/client.js';
 *     const connection = connect((state) => show(state));
 *
 * React has it from useSharedData.js.
 */

/** Why a view has no data, or no newer data: no script answered, or the script could not load. */
export type Failure = 'no-answer' | 'load-failed';

/** What a view shows. */
export type ViewState<Data = any> = {
  /** The number of the load that the data is from; 0 before the first load. */
  revision: number;
  /** Whether a load is under way: the first one, or another one while the earlier data is shown. */
  busy: boolean;
} & (
  | { status: 'waiting' }
  /** `failure` says why the data could not be loaded again. The data is from an earlier load. */
  | { status: 'ready'; data: Data; failure?: Failure }
  | { status: 'error'; failure: Failure }
);

export interface Subscription {
  /** Asks the script to load again. */
  reload(): void;
  unsubscribe(): void;
}

/** What the page is about. A page has what its own host page reports, and nothing of the others. */
export interface Page {
  issue?: { id: string; key: string; type: string; typeId: string };
  project?: { id: string; key: string; type: string };
  dashboard?: { id: string };
  content?: {
    id: string;
    type: 'page' | 'blogpost' | 'space';
    /** `null` for content that has none. */
    subtype: string | null;
  };
  space?: { id: string; key: string };
  dashboardId?: string;
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
