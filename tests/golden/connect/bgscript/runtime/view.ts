/** A view's side of the handshake. */
import type { DataRequest, Page, SharedData } from '../../src/contract';
import { HOST_LIMIT_MS, TooLate, within } from './limit';
import { isNewer, keyOf, SAYS, WAITING, warn, wireOf } from './protocol';
import type { AnnouncementOf, Channel, Failure, Subscription, ViewState } from './protocol';
import { report } from './report';

/** The pauses before a view asks again. After the last one it shows that no script answers. */
const RETRY_MS = [1_000, 2_000, 3_000, 4_000, 5_000];

/** A view that waits for a load asks again when it has heard nothing for this long. */
const SILENCE_MS = 10_000;

/** After so many requests without an answer, a script that started earlier may answer as well. */
const PATIENCE = 2;

/**
 * A view's side. Calls `show` with every new state, until unsubscribed.
 *
 * @param page which page the view is on; `undefined` if the host does not report it. Data that was loaded for another
 *   page is never shown.
 * @param name the data set; the first one if absent.
 */
export function subscribe<Data = SharedData>(
  channel: Channel,
  show: (state: ViewState<Data>) => void,
  page?: Page,
  name?: string,
): Subscription {
  const wire = wireOf<Data>(channel, name);
  let isClosed = false;
  let state: ViewState<Data> = WAITING;
  let latest: AnnouncementOf<Data> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  /** Whether the wish for another load was just sent: what was loaded before it is no answer. */
  let isWishing = false;
  let unanswered = 0;
  /** The newest script that was heard since this view began to ask. */
  let heard = '';
  /** The newest load that this view heard of, by script and page: messages of a script may still come after its end. */
  const known = new Map<string, number>();
  /** The scripts that know that this view is there. */
  const greeted = new Set<string>();

  function receive(announcement: AnnouncementOf<Data> | undefined): void {
    if (!announcement?.session) return;
    if (isNewer(announcement.session, heard)) heard = announcement.session;
    if (page && announcement.about !== keyOf(page)) greet(announcement.session);
    else if (isNews(announcement)) accept(announcement);
  }

  /** A script that is on another page, or does not know its page, learns that this view is there, once for each start. */
  function greet(session: string): void {
    const isNewScript = !greeted.has(session) && (!latest || isNewer(session, latest.session));
    if (!isNewScript && (isAsking || failureOf(state) !== 'no-answer')) return;
    greeted.add(session);
    ask();
  }

  function isNews({ session, revision, about, status }: AnnouncementOf<Data>): boolean {
    if (!latest) return true;
    if (revision < (known.get(`${session} ${about}`) ?? 0)) return false;
    if (session !== latest.session)
      return isNewer(session, latest.session) || (unanswered >= PATIENCE && session === heard);
    // A view that does not know its page gets the data of any: that of the script's page, once it asks for it.
    if (about !== latest.about) return revision > latest.revision || isAsking;
    if (revision !== latest.revision) return true; // it is newer: an older one is not news, see above
    if (status !== latest.status) return SAYS[status] > SAYS[latest.status];
    return status === 'loading' || (isAsking && !isWishing) || failureOf(state) === 'no-answer';
  }

  function accept(announcement: AnnouncementOf<Data>): void {
    rest();
    unanswered = 0;
    latest = announcement;
    const { session, status, revision, about } = announcement;
    known.set(`${session} ${about}`, revision);
    if (status === 'ready') change({ status, revision, busy: false, data: announcement.data });
    else if (status === 'error') fail('load-failed');
    else {
      wait();
      retry = setTimeout(() => ask(), SILENCE_MS);
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

  function change(next: ViewState<Data>): void {
    if (isClosed) return;
    state = next;
    show(state);
  }

  function ask(request: DataRequest = { page }, attempt = 0): void {
    if (isClosed) return;
    if (attempt === 0) heard = '';
    isAsking = true;
    clearTimeout(retry);
    retry = setTimeout(() => askAgain(attempt + 1), RETRY_MS[attempt]);
    wire.request(request).catch(warn);
  }

  /** Asks only, whatever was asked for before: if the wish for another load was lost, people can repeat it. */
  function askAgain(attempt: number): void {
    isWishing = false;
    unanswered += 1;
    if (attempt < RETRY_MS.length) ask({ page }, attempt);
    else if (heard)
      ask(); // a script is running, but for another page
    else {
      rest();
      fail('no-answer');
    }
  }

  function rest(): void {
    clearTimeout(retry);
    isAsking = false;
    isWishing = false;
  }

  /** Also when the host does not report that the listener is in place: it may be. */
  function begin(): void {
    if (!latest && !isAsking) ask();
  }

  const listening = wire.onAnnouncement(receive);
  listening.then(begin, (reason: unknown) => {
    report('This view could not listen for events:', reason);
    fail('no-answer');
  });
  within(HOST_LIMIT_MS, listening, 'Listening for the script').catch((reason: unknown) => {
    if (reason instanceof TooLate) begin();
  });

  return {
    reload() {
      wait();
      isWishing = true;
      ask({ page, reload: true });
    },
    unsubscribe() {
      isClosed = true;
      clearTimeout(retry);
      listening.then(
        (stop) => stop(),
        () => undefined,
      );
    },
  };
}

function failureOf(state: ViewState<unknown>): Failure | undefined {
  return state.status === 'waiting' ? undefined : state.failure;
}
