/** What the background script and the views send each other, and which message counts. */
import type { Announcement, DataRequest, Events, Page, SharedData } from '../../src/contract';
import { about } from '../platform/context';

/** The host's event bus; `platform/events.ts` has the real one. */
export interface Channel {
  emit<E extends keyof Events>(event: E, payload: Events[E]): Promise<void>;
  /** Resolves, once the listener is in place, to the function that removes it. */
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): Promise<() => void>;
}

/** What the script needs: how to load, and which page it is on. */
export interface Source<Data = SharedData> {
  /** Returns the data for a page. `page` is `undefined` if the host does not give the script its page. */
  load(page: Page | undefined): Promise<Data>;
  /** Asks the host which page this is. A script can outlive a page, so each refresh asks again. */
  getPage(): Promise<Page | undefined>;
}

export interface Publisher {
  /** Loads again and announces the result. Calls during a load make one more load, however many they are. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Why a view has no data, or no newer data: no script answered, or the script could not load. */
export type Failure = 'no-answer' | 'load-failed';

/** What a view shows. */
export type ViewState<Data = SharedData> = {
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

export const WAITING = { status: 'waiting', revision: 0, busy: true } as const satisfies ViewState;

/** The state of a load, as the script announces it. */
export type Outcome<Data> =
  { status: 'loading' } | { status: 'ready'; data: Data } | { status: 'error'; error: string };

/** What the script announces about a data set. `Announcement` of the contract is the one for the first set. */
export type AnnouncementOf<Data> = Pick<Announcement, 'session' | 'revision' | 'about'> & Outcome<Data>;

/** The channel as one data set uses it: requests of views, announcements of the script. */
export interface Wire<Data> {
  /** Rejects when the host does not take the message. */
  request(payload: DataRequest): Promise<void>;
  announce(payload: AnnouncementOf<Data>): Promise<void>;
  onRequest(listener: (payload: DataRequest | undefined) => void): Promise<() => void>;
  onAnnouncement(listener: (payload: AnnouncementOf<Data> | undefined) => void): Promise<() => void>;
}

/**
 * The first data set has the events of the contract. Another one has events of its own, which end in its name, so that
 * no view takes its data for the first one's. All functions are async: a channel that throws rejects.
 */
export function wireOf<Data>(channel: Channel, name?: string): Wire<Data> {
  const suffix = name === undefined ? '' : `.${name}`;
  // The types of the contract fit the first set; `Data` is any other.
  const request = `app.request-data${suffix}` as 'app.request-data';
  const change = `app.data-change${suffix}` as 'app.data-change';
  return {
    request: async (payload) => channel.emit(request, payload),
    announce: async (payload) => channel.emit(change, payload as Announcement),
    onRequest: async (listener) => channel.on(request, listener),
    onAnnouncement: async (listener) => channel.on(change, listener as (payload: Announcement) => void),
  };
}

/** What distinguishes a page from others. Pages without such a key, and unknown ones, are one page. */
export function keyOf(page: Page | undefined): string | undefined {
  return page && about(page);
}

let lastStart = 0;

/** Names a start of a script, so that names are in the order of the starts. Base 36 has eight digits until 2059. */
export function newSession(): string {
  lastStart = Math.max(Date.now(), lastStart + 1);
  return `${lastStart.toString(36)}-${Math.random().toString(36).slice(2)}`;
}

/** Whether a script started after another one. */
export function isNewer(session: string, other: string): boolean {
  return session > other;
}

/** How much the announcements of one load say. Their order of arrival does not matter then. */
export const SAYS = { loading: 0, error: 1, ready: 2 };

/** A message that could not be sent is not fatal, as views ask again. */
export function warn(reason: unknown): void {
  console.warn('An event could not be sent:', reason);
}
