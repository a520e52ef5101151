/**
 * What the background script, the views and the resolvers agree on.
 *
 * Yours: change `SharedData` and `Resolvers`; `npm run typecheck` then names
 * every place that you have to adapt.
 */
import type { Page } from '#bgscript/context';

/** What the script loads once and every view shows. Only JSON values: it is sent between iframes. */
export interface SharedData {
  /** When the data was loaded, ISO 8601. */
  loadedAt: string;
  items: Item[];
}

export interface Item {
  id: string;
  label: string;
  value: number;
}

/** Where a module runs, and what the page around it is about, as the host reports it. */
export type { HostContext, Page } from '#bgscript/context';

/** The functions on the server: what each one takes and returns. Call them with `invoke` of #bgscript/invoke. */
export type Resolvers = {
  getData: () => SharedData;
};

/** Who calls a resolver. The host sets each field, never the payload. A field that the host does not know is absent. */
export interface Caller {
  /** The Atlassian account. Absent for an anonymous visitor. */
  accountId?: string | undefined;
  /** `unlicensed` and `customer` have an account, but no license for the product. */
  accountType?: 'licensed' | 'unlicensed' | 'customer' | 'anonymous' | undefined;
  /** The license for this app. Absent for a free app, and outside of production. */
  license?: { active: boolean } | undefined;
  /** The id of this installation of the app. Use it in storage keys to keep the data of each site separate. */
  installation?: string | undefined;
}

/** The events of the handshake, and what each one carries. */
export interface Events {
  'app.request-data': DataRequest;
  'app.data-change': Announcement;
}

/** What a view asks the script for. */
export interface DataRequest {
  /** The page that the view is on, if the host reports it. The script loads its data, unless it already has. */
  page?: Page | undefined;
  /** Load again instead of repeating what was loaded. */
  reload?: boolean;
}

/** What the script announces to every view: that a load is under way, or how the last load ended. */
export type Announcement = {
  /** New each time the script starts, so that a view can distinguish a reloaded script from a late message. */
  session: string;
  /** Increases with every load of a session. */
  revision: number;
  /**
   * The page that the load is for: an issue's key, a space's key, a dashboard's id, as `about` in #bgscript/context
   * gives it. Absent for other pages, and if the host does not report the page.
   */
  about?: string | undefined;
} & (
  | { status: 'loading' }
  | { status: 'ready'; data: SharedData }
  /** `error` is for developers. Users read the texts of View.tsx. */
  | { status: 'error'; error: string }
);
