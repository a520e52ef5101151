/**
 * The handshake between one background script and the views on its page.
 *
 * The host starts them in any order and keeps no message for a late listener. So each side listens before it
 * speaks: the script listens, loads, announces; a view listens, asks, and asks again until it is answered.
 */
import type { Announcement, Events, SharedData } from './contract';

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

/** Late requests are answered together: once none has come for QUIET_MS, at the latest after PATIENCE_MS. */
const QUIET_MS = 100;
const PATIENCE_MS = 1_000;

/** The pauses before a view asks again. After the last one it says that no script answers. */
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000];

/**
 * The script's side. Loads once, however many views ask, and announces what came of it.
 *
 * @param load gives the data; what it throws is announced as an error.
 * @returns when the first announcement is out.
 */
export async function publish(channel: Channel, load: () => Promise<SharedData>): Promise<Publisher> {
  const session = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  let revision = 0;
  let loading = false;
  let latest: Announcement | undefined;
  const answers = debounce(announce);

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
    answers.cancel();
    if (latest) channel.emit('app.data-change', latest).catch(report);
  }

  const unsubscribe = await channel.on('app.request-data', (request?: Events['app.request-data']) => {
    if (loading) return; // the announcement at the end of the load is the answer
    if (request?.reload) void refresh();
    else answers.schedule();
  });
  await refresh();

  return {
    refresh,
    stop() {
      answers.cancel();
      unsubscribe();
    },
  };
}

/**
 * A view's side. Calls `show` with every new state, until unsubscribed.
 *
 * @param show gets only news: a repeated or outdated announcement is dropped.
 */
export function subscribe(channel: Channel, show: (state: ViewState) => void): Subscription {
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

  function ask(request: Events['app.request-data'], pauses = RETRY_MS): void {
    if (closed) return;
    const [pause, ...rest] = pauses;
    retry = setTimeout(() => {
      if (pause === undefined) return;
      if (rest.length > 0) ask(request, rest);
      else show({ status: 'error', revision: latest?.revision ?? 0, error: 'No background script answers.' });
    }, pause);
    channel.emit('app.request-data', request).catch(report);
  }

  const listening = channel.on('app.data-change', receive);
  listening.then(
    () => {
      if (!latest) ask({});
    },
    (reason: unknown) => {
      show({ status: 'error', revision: 0, error: message(reason) });
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
      listening.then((stop) => stop(), () => undefined);
    },
  };
}

/** Runs `action` once for many calls of `schedule`, see QUIET_MS. */
function debounce(action: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let deadline = 0;

  return {
    schedule(): void {
      if (timer === undefined) deadline = Date.now() + PATIENCE_MS;
      clearTimeout(timer);
      timer = setTimeout(action, Math.min(QUIET_MS, deadline - Date.now()));
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
