/* eslint-disable */
/**
 * The background script's side of the handshake. Written by bgscript, and kept current by `bgscript update`.
 */

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

/** Loads data for a page. `page` is `undefined` if the host does not tell the script its page. */
export type Load<Data = any> = (page: Page | undefined) => Promise<Data>;

export interface Options {
  /** Receives each error of the script, for example to send it to a service. The console has it too. */
  onError?: (error: unknown, what: string) => void | Promise<void>;
}

/** Starts the background script: one hidden module for all views on the page. It loads once, however many views ask. */
export declare function startScript(load: Load, options?: Options): void;

/** Adds a data set, which the script then loads as well. Views get it by its name. Call it before `startScript`. */
export declare function share<Data = any>(name: string, load: Load<Data>): void;

/** Loads all shared data again, for every view. Calls during a load make one more load, however many they are. */
export declare function reload(): Promise<void>;

/**
 * Loads all shared data again and again, with a pause of `ms` after each load, and not while the page is hidden.
 *
 * @returns a function that ends it.
 */
export declare function reloadEvery(ms: number): () => void;

/** Asks the host where this module runs. Returns an empty object if the host does not answer. */
export declare function getContext(): Promise<HostContext>;

/** The page, as the host reports it. */
export declare function pageOf(context: HostContext): Page | undefined;

/** What distinguishes this page from others: an issue's key, a space's key, a dashboard's id. */
export declare function about(page: Page): string | undefined;

/** The events between the modules of this app on a page. */
export interface Channel {
  emit(event: string, payload: any): Promise<void>;
  /** Resolves, once the listener is in place, to the function that removes it. */
  on(event: string, listener: (payload: any) => void): Promise<() => void>;
}

export declare const channel: Channel;

export interface Publisher {
  /** Loads again and announces the result. Calls during a load make one more load, however many they are. */
  refresh(): Promise<void>;
  stop(): void;
}

/** What `startScript` does once it knows where it runs. */
export declare function publish<Data = any>(
  channel: Channel,
  source: { load: Load<Data>; getPage(): Promise<Page | undefined> },
): Promise<Publisher>;
