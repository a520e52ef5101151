/**
 * What the background script, the views and the resolvers agree on.
 *
 * Yours: change `SharedData` and `Resolvers`; `npm run typecheck` then names every place that must follow.
 */

/** What the script loads once and every view shows. Plain JSON: it travels between iframes. */
export interface SharedData {
  /** When the data was loaded, ISO 8601. */
  loadedAt: string;
  /** What the page around it is about, an issue for example. Absent where that is nothing in particular. */
  about?: string;
  items: Item[];
}

export interface Item {
  id: string;
  label: string;
  value: number;
}

/** Where the script runs, as the host tells it. */
export type { HostContext } from './platform/context';

/** The server-side functions: what each takes and gives. Called with `invoke` from platform/resolver. */
export type Resolvers = {
  getData: () => SharedData;
};

/** Who calls a resolver, as the host vouches for it. Nothing in a payload is proof of anything. */
export interface Caller {
  /** Absent for an anonymous visitor. */
  accountId?: string | undefined;
  /** Whose data it may be: the site from which the call comes. */
  site?: string | undefined;
}

/** The events of the handshake, and what each one carries. */
export interface Events {
  'app.request-data': DataRequest;
  'app.data-change': Announcement;
}

export interface DataRequest {
  /** Load again instead of repeating what was loaded. */
  reload?: boolean;
  /** How long the asking view took to start, in milliseconds. Left out by a view that asks again. */
  startedIn?: number;
}

/** What the script tells every view. A failed load is told as well: silence helps nobody. */
export type Announcement = {
  /** New each time the script starts, so that a view can tell a reloaded script from a stale message. */
  session: string;
  /** Grows with every load of a session. */
  revision: number;
} & ({ status: 'ready'; data: SharedData } | { status: 'error'; error: string });
