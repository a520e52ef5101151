/**
 * The handshake between one background script and the views on its page.
 *
 * The host starts them in any order and keeps no message for a late listener. So each side listens before it
 * speaks: the script listens, loads, announces; a view listens, asks, and asks again until it is answered.
 */
import type { Announcement, Events, SharedData } from '../contract';

/** The host's event bus; `platform/events.ts` has the real one. */
export interface Channel {
  emit<E extends keyof Events>(event: E, payload: Events[E]): Promise<void>;
  /** Resolves, once the listener is in place, to the function that removes it. */
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): Promise<() => void>;
}

export interface Publisher {
  /** Loads again and announces the result. */
  refresh(): Promise<void>;
  stop(): void;
}

/** What a view shows. `revision` is 0 until the script has spoken. */
export type ViewState =
  | { status: 'waiting'; revision: 0 }
  | { status: 'ready'; revision: number; data: SharedData }
  | { status: 'error'; revision: number; error: string };

export interface Subscription {
  /** Asks the script to load again. */
  reload(): void;
  unsubscribe(): void;
}

export const WAITING: ViewState = { status: 'waiting', revision: 0 };

/** How long this page took to come here, in milliseconds; 0 where there is no clock for it. */
const STARTED_IN = typeof performance === 'undefined' ? 0 : performance.now();

/**
 * How long the script waits, after a late request, for more that it can answer with the same announcement. Views that
 * start together hinder each other: where one took long to start, the others will too, so it waits in proportion.
 */
const PATIENCE = { factor: 3, atLeastMs: 150, atMostMs: 2_000, altogetherMs: 3_000 };

/** The pauses before a view asks again. After the last one it says that no script answers. */
const RETRY_MS = [1_000, 2_000, 3_000, 4_000, 5_000];

/**
 * The script's side. Loads once, however many views ask, and announces what came of it.
 *
 * @param load gives the data; what it throws is announced as an error.
 * @returns when the first announcement is out.
 */
export async function publish(channel: Channel, load: () => Promise<SharedData>): Promise<Publisher> {
  const session = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  let revision = 0;
  let loading = true;
  let latest: Announcement | undefined;
  const answer = inOneGo(announce);

  async function refresh(): Promise<void> {
    const mine = ++revision;
    loading = true;
    const outcome = await attempt(load);
    if (mine !== revision) return; // a newer load is under way and will announce
    loading = false;
    latest = { session, revision, ...outcome };
    announce();
  }

  function announce(): void {
    answer.cancel();
    if (latest) channel.emit('app.data-change', latest).catch(report);
  }

  const unsubscribe = await channel.on('app.request-data', (request?: Events['app.request-data']) => {
    if (loading) return; // the announcement at the end of the load is the answer
    if (request?.reload) void refresh();
    else answer.soon(request?.startedIn);
  });
  await refresh();

  return {
    refresh,
    stop() {
      answer.cancel();
      unsubscribe();
    },
  };
}

/**
 * A view's side. Calls `show` with every new state, until unsubscribed.
 *
 * @param show gets only news: a repeated or outdated announcement is dropped.
 * @param startedIn how long the view took to start, in milliseconds.
 */
export function subscribe(channel: Channel, show: (state: ViewState) => void, startedIn = STARTED_IN): Subscription {
  let closed = false;
  let latest: Announcement | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const formerSessions = new Set<string>();

  function receive(announcement: Announcement): void {
    if (closed || !isNews(announcement)) return;
    clearTimeout(retry);
    if (latest && latest.session !== announcement.session) formerSessions.add(latest.session);
    latest = announcement;
    show(announcement);
  }

  function isNews({ session, revision }: Announcement): boolean {
    if (session === latest?.session) return revision > latest.revision;
    return !formerSessions.has(session);
  }

  function ask(request: Events['app.request-data'], attempt = 0): void {
    if (closed) return;
    retry = setTimeout(() => {
      if (attempt + 1 < RETRY_MS.length) ask({ reload: request.reload }, attempt + 1);
      else fail('No background script answers.');
    }, RETRY_MS[attempt]);
    channel.emit('app.request-data', request).catch(report);
  }

  function fail(error: string): void {
    if (!closed) show({ status: 'error', revision: latest?.revision ?? 0, error });
  }

  const listening = channel.on('app.data-change', receive);
  listening.then(
    () => {
      if (!latest) ask({ startedIn });
    },
    (reason: unknown) => {
      fail(message(reason));
    },
  );

  return {
    reload() {
      clearTimeout(retry);
      if (latest?.status !== 'ready') show(WAITING);
      ask({ reload: true });
    },
    unsubscribe() {
      closed = true;
      clearTimeout(retry);
      listening.then(
        (stop) => stop(),
        () => undefined,
      );
    },
  };
}

/** Runs `action` once for many requests, see PATIENCE. */
function inOneGo(action: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = 0;
  let deadline = 0;

  return {
    soon(startedIn?: number): void {
      if (timer === undefined) {
        pause = PATIENCE.atLeastMs;
        deadline = Date.now() + PATIENCE.altogetherMs;
      } else if (startedIn === undefined) {
        return; // it asks again, and will be answered
      }
      pause = Math.max(pause, Math.min(PATIENCE.factor * (startedIn ?? 0), PATIENCE.atMostMs));
      clearTimeout(timer);
      timer = setTimeout(action, Math.min(pause, deadline - Date.now()));
    },
    cancel(): void {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

async function attempt(load: () => Promise<SharedData>) {
  try {
    return { status: 'ready', data: await load() } as const;
  } catch (reason) {
    return { status: 'error', error: message(reason) } as const;
  }
}

function message(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

/** A message that could not be sent is not fatal: views ask again. But say so to whoever has the console open. */
function report(reason: unknown): void {
  console.warn('The host did not take an event:', reason);
}
