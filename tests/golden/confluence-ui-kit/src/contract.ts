/**
 * What the background script, the views and the resolvers agree on.
 *
 * Yours: change `SharedData` and `Resolvers`; `npm run typecheck` then names every place that must follow.
 */
import type { Page } from './platform/context';

/** What the script loads once and every view shows. Plain JSON: it travels between iframes. */
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

/** Where a module runs, and what the page around it is about, as the host tells. */
export type { HostContext, Page } from './platform/context';

/** The functions on the server: what each one takes and returns. Call them with `invoke` of platform/resolver. */
export type Resolvers = {
  getData: () => SharedData;
};

/** Who calls a resolver. The host vouches for each field, and a field is absent where the host does not tell it. */
export interface Caller {
  /** The Atlassian account. Absent for an anonymous visitor. */
  accountId?: string | undefined;
  /** `unlicensed` and `customer` have an account, but no license for the product. */
  accountType?: 'licensed' | 'unlicensed' | 'customer' | 'anonymous' | undefined;
  /** The license for this app. Absent for a free app, and outside of production. */
  license?: { active: boolean } | undefined;
  /** This installation of the app: the key by which to keep the data of one site apart from another's. */
  installation?: string | undefined;
}

/** The events of the handshake, and what each one carries. */
export interface Events {
  'app.request-data': DataRequest;
  'app.data-change': Announcement;
}

/** What a view asks the script for. */
export interface DataRequest {
  /** The page that the view is on, where the host tells. The script loads for this page if it has not yet. */
  page?: Page | undefined;
  /** Load again instead of repeating what was loaded. */
  reload?: boolean;
}

/** What the script tells every view: that it loads, or how the last load ended. */
export type Announcement = {
  /** New each time the script starts, so that a view can tell a reloaded script from a late message. */
  session: string;
  /** Grows with every load of a session. */
  revision: number;
  /**
   * The page that the load is for: an issue's key, a space's key, a dashboard's id, as `about` in platform/context.ts
   * gives it. Absent for a page that is none of these, and where the host tells nothing.
   */
  about?: string | undefined;
} & (
  | { status: 'loading' }
  | { status: 'ready'; data: SharedData }
  /** `error` is for developers; people read what View.tsx says. */
  | { status: 'error'; error: string }
);
