/**
 * The handshake between one background script and the views on its page.
 *
 * The host starts script and views in any order, and a message reaches only modules that already listen. So each side
 * listens before it sends: the script listens, then loads; a view listens, then asks, and repeats until it is answered.
 */
import type { Announcement, Events, Page, SharedData } from '../contract';
import { about } from '../platform/context';

/** The host's event bus; `platform/events.ts` has the real one. */
export interface Channel {
  emit<E extends keyof Events>(event: E, payload: Events[E]): Promise<void>;
  /** Resolves, once the listener is in place, to the function that removes it. */
  on<E extends keyof Events>(event: E, listener: (payload: Events[E]) => void): Promise<() => void>;
}

/** What the script needs: how to load, and which page it is on. */
export interface Source {
  /** Returns the data for a page. `page` is `undefined` if the host does not tell the script its page. */
  load(page: Page | undefined): Promise<SharedData>;
  /** Asks the host which page this is. A script can outlive a page, so each refresh asks again. */
  getPage(): Promise<Page | undefined>;
}

export interface Publisher {
  /** Loads again and announces the result. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Why a view has no data, or no newer data: no script answered, or the script could not load. */
export type Failure = 'no-answer' | 'load-failed';

/** What a view shows. */
export type ViewState = {
  /** The number of the load that the data is from; 0 before the first load. */
  revision: number;
  /** Whether a load is under way: the first one, or another one while the earlier data is shown. */
  busy: boolean;
} & (
  | { status: 'waiting' }
  /** `failure` says why the data could not be loaded again. The data is from an earlier load. */
  | { status: 'ready'; data: SharedData; failure?: Failure }
  | { status: 'error'; failure: Failure }
);

export interface Subscription {
  /** Asks the script to load again. */
  reload(): void;
  unsubscribe(): void;
}

export const WAITING: ViewState = { status: 'waiting', revision: 0, busy: true };

/** The pause after an answer to views. It doubles with each answer. After a quiet pause it is `first` again. */
const ANSWER_PAUSE_MS = { first: 100, longest: 1_000 };

/** The pauses before a view asks again. After the last one it shows that no script answers. */
const RETRY_MS = [1_000, 2_000, 3_000, 4_000, 5_000];

/** A view that waits for a load asks again when it has heard nothing for this long. */
const SILENCE_MS = 10_000;

/**
 * The script's side. Loads once, however many views ask, and announces when a load begins and how it ends.
 *
 * @returns when the first load has ended.
 */
export async function publish(channel: Channel, source: Source): Promise<Publisher> {
  const session = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  let revision = 0;
  /** The page that the data is for. */
  let page: Page | undefined;
  let outcome: Outcome = { status: 'loading' };
  const answers = paced(announce);

  function announce(): void {
    const announcement = { session, revision, about: page && about(page), ...outcome };
    channel.emit('app.data-change', announcement).catch(warn);
  }

  async function load(): Promise<void> {
    const mine = ++revision;
    tell({ status: 'loading' });
    const ended = await attempt(() => source.load(page));
    if (mine === revision) tell(ended); // otherwise a newer load is under way
  }

  /** An announcement reaches every view, so it also answers those that asked before. */
  function tell(news: Outcome): void {
    outcome = news;
    answers.cancel();
    announce();
  }

  function answer(request: Events['app.request-data'] | undefined): void {
    const asked = request?.page;
    const moved = asked && page && about(asked) !== about(page);
    if (moved || !page) page = asked; // where the host does not tell the script its page, the first view does
    if (revision === 0) return; // the first load is about to be announced
    if (moved || (request?.reload && outcome.status !== 'loading')) void load();
    else answers.ask();
  }

  const [unsubscribe, told] = await Promise.all([channel.on('app.request-data', answer), source.getPage()]);
  page ??= told;
  await load();

  return {
    async refresh() {
      page = (await source.getPage()) ?? page;
      await load();
    },
    stop() {
      revision += 1; // what is still being loaded is not announced
      answers.cancel();
      unsubscribe();
    },
  };
}

/**
 * A view's side. Calls `show` with every new state, until unsubscribed.
 *
 * @param page which page the view is on; `undefined` if the host does not report it. Data that was loaded for another
 *   page is never shown.
 */
export function subscribe(channel: Channel, show: (state: ViewState) => void, page?: Page): Subscription {
  let closed = false;
  let state = WAITING;
  let latest: Announcement | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let heard = false;
  const formerSessions = new Set<string>();
  const toldSessions = new Set<string>();

  function receive(announcement: Announcement): void {
    if (closed) return;
    heard = true;
    if (isForAnotherPage(announcement)) tellPage(announcement);
    else if (isNews(announcement)) accept(announcement);
  }

  function isForAnotherPage(announcement: Announcement): boolean {
    return page !== undefined && announcement.about !== about(page);
  }

  /** Some hosts do not tell the script its page. The view does, once for each start of the script. */
  function tellPage({ session, about: theirs }: Announcement): void {
    if (theirs !== undefined || toldSessions.has(session)) return;
    toldSessions.add(session);
    send({ page });
  }

  function isNews({ session, revision, status }: Announcement): boolean {
    if (session !== latest?.session) return !formerSessions.has(session);
    if (revision !== latest.revision) return revision > latest.revision;
    return latest.status === 'loading' || (status !== 'loading' && failureOf(state) === 'no-answer');
  }

  function accept(announcement: Announcement): void {
    clearTimeout(retry);
    if (latest && latest.session !== announcement.session) formerSessions.add(latest.session);
    latest = announcement;
    const { status, revision } = announcement;
    if (status === 'ready') change({ status, revision, busy: false, data: announcement.data });
    else if (status === 'error') fail('load-failed');
    else {
      wait();
      retry = setTimeout(() => ask({ page }), SILENCE_MS);
    }
  }

  /** A load is under way. Data that is already shown stays. */
  function wait(): void {
    if (state.busy) return;
    if (state.status === 'ready') change({ status: 'ready', revision: state.revision, busy: true, data: state.data });
    else change(WAITING);
  }

  function fail(failure: Failure): void {
    if (state.status === 'ready') change({ ...state, busy: false, failure });
    else change({ status: 'error', revision: latest?.revision ?? 0, busy: false, failure });
  }

  function change(next: ViewState): void {
    if (closed) return;
    state = next;
    show(state);
  }

  function ask(request: Events['app.request-data'], attempt = 0): void {
    if (closed) return;
    if (attempt === 0) heard = false;
    clearTimeout(retry);
    retry = setTimeout(() => {
      if (attempt + 1 < RETRY_MS.length) ask(request, attempt + 1);
      else if (heard)
        ask(request); // a script is running, but for another page
      else fail('no-answer');
    }, RETRY_MS[attempt]);
    send(request);
  }

  function send(request: Events['app.request-data']): void {
    channel.emit('app.request-data', request).catch(warn);
  }

  const listening = channel.on('app.data-change', receive);
  listening.then(
    () => {
      if (!latest) ask({ page });
    },
    (reason: unknown) => {
      console.error('This view could not listen for events:', reason);
      fail('no-answer');
    },
  );

  return {
    reload() {
      wait();
      ask({ page, reload: true });
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

/** Answers at most once in each pause, see ANSWER_PAUSE_MS. A request after a quiet pause is answered at once. */
function paced(answer: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = ANSWER_PAUSE_MS.first;
  let asked = false;

  function give(): void {
    asked = false;
    timer = setTimeout(next, pause);
    pause = Math.min(pause * 2, ANSWER_PAUSE_MS.longest);
    answer();
  }

  function next(): void {
    timer = undefined;
    if (asked) give();
    else pause = ANSWER_PAUSE_MS.first;
  }

  return {
    ask(): void {
      if (timer === undefined) give();
      else asked = true;
    },
    /** Drops the request that waits for an answer. */
    cancel(): void {
      asked = false;
    },
  };
}

function failureOf(state: ViewState): Failure | undefined {
  return state.status === 'waiting' ? undefined : state.failure;
}

/** The state of the latest load, as the script announces it. */
type Outcome = { status: 'loading' } | { status: 'ready'; data: SharedData } | { status: 'error'; error: string };

async function attempt(load: () => Promise<SharedData>): Promise<Outcome> {
  try {
    return { status: 'ready', data: await load() };
  } catch (reason) {
    console.error('The background script could not load its data:', reason);
    return { status: 'error', error: reason instanceof Error ? reason.message : String(reason) };
  }
}

/** A message that could not be sent is not fatal, as views ask again. */
function warn(reason: unknown): void {
  console.warn('An event could not be sent:', reason);
}
