/** The script's side of the handshake. */
import type { DataRequest, Page } from '../../src/contract';
import { shared } from './dataSets';
import { HOST_LIMIT_MS, TooLate, within } from './limit';
import { attempt, textOf } from './load';
import { Pages, type PageLoads } from './pageLoads';
import { keyOf, newSession, warn, wireOf } from './protocol';
import type { AnnouncementOf, Channel, Publisher, Source } from './protocol';
import { published } from './reloading';
import { report } from './report';

/** How long the first load waits for a view that names the page, where the host does not. */
const NAME_MS = 25;

const FAILED = 'The background script could not load its data:';

/**
 * The script's side. Loads once, however many views ask, and announces when a load begins and how it ends. The data sets
 * of `share` are published too.
 *
 * @returns when the first load has ended.
 */
export function publish(channel: Channel, source: Source): Promise<Publisher> {
  const publishing = publishAll(channel, source, () => published.delete(publishing));
  published.add(publishing);
  publishing.catch(() => published.delete(publishing));
  return publishing;
}

async function publishAll(channel: Channel, source: Source, onStop: () => void): Promise<Publisher> {
  const first = publishSet(channel, source);
  const sets = [first, ...[...shared].map(([name, load]) => publishSet(channel, { ...source, load }, name))];
  for (const { loaded } of sets.slice(1))
    loaded.catch((reason: unknown) => report('A data set is not shared:', reason));
  await first.loaded;
  return {
    async refresh() {
      await Promise.all(sets.map((set) => set.refresh()));
    },
    stop() {
      onStop();
      for (const set of sets) set.stop();
    },
  };
}

interface Published extends Publisher {
  /** Resolves when the first load has ended. */
  loaded: Promise<void>;
}

/** Publishes one data set. */
function publishSet<Data>(channel: Channel, source: Source<Data>, name?: string): Published {
  const wire = wireOf<Data>(channel, name);
  const session = newSession();
  const pages = new Pages<Data>(announce);
  let revision = 0;
  /** The page that the host or a view named last. */
  let current: Page | undefined;
  /** What the host reported last: as long as it says the same, a view knows better. */
  let reported: string | undefined;
  /** The pages of views that asked before the first load. */
  const early: Page[] = [];
  let hasStarted = false;
  let isStopped = false;
  let asking: Promise<void> | undefined;
  let again: Promise<void> | undefined;
  let nameNow = (): void => undefined;

  function announce({ news }: PageLoads<Data>): void {
    if (news && !isStopped) wire.announce(news).catch((reason: unknown) => explain(news, reason));
  }

  /** Data that cannot be sent is announced as a failure, so that views do not wait for it. */
  function explain(news: AnnouncementOf<Data>, reason: unknown): void {
    if (news.status !== 'ready' || isStopped) return warn(reason);
    report('The data could not be sent. It must be JSON:', reason);
    const error = `The data could not be sent: ${textOf(reason)}`;
    wire.announce({ session, revision: news.revision, about: news.about, status: 'error', error }).catch(warn);
  }

  /** An announcement reaches every view, so it also answers those that asked before. */
  function publishNews(loads: PageLoads<Data>, news: AnnouncementOf<Data>): void {
    loads.news = news;
    loads.answers.cancel();
    announce(loads);
  }

  /** Loads for a page: now, or as soon as the load that is under way for it has ended. */
  function load(page: Page | undefined): Promise<void> {
    const loads = pages.of(page);
    if (!loads.running) return begin(loads);
    loads.queued ??= loads.running.then(() => {
      loads.queued = undefined;
      return isStopped ? undefined : begin(loads);
    });
    return loads.queued;
  }

  function begin(loads: PageLoads<Data>): Promise<void> {
    loads.running = run(loads).finally(() => (loads.running = undefined));
    return loads.running;
  }

  async function run(loads: PageLoads<Data>): Promise<void> {
    const { page } = loads;
    const identity = { session, revision: ++revision, about: keyOf(page) };
    publishNews(loads, { ...identity, status: 'loading' });
    publishNews(loads, { ...identity, ...(await attempt(() => source.load(page), FAILED)) });
  }

  function answer(request: DataRequest | undefined): void {
    if (isStopped) return;
    const page = request?.page ?? current;
    moveTo(page);
    nameNow();
    if (!hasStarted) {
      if (request?.page) early.push(request.page);
      return;
    }
    const loads = pages.get(page);
    if (!loads || (request?.reload && !loads.running)) void load(page);
    else loads.answers.ask();
  }

  function moveTo(page: Page | undefined): void {
    if (keyOf(page) !== keyOf(current)) pages.leave(current);
    current = page;
  }

  async function askHost(): Promise<void> {
    try {
      const page = await within(HOST_LIMIT_MS, source.getPage(), 'Asking the host for the page');
      if (!page) return;
      const isNews = keyOf(page) !== reported;
      reported = keyOf(page);
      if ((isNews && hasStarted) || !current || keyOf(current) === reported) moveTo(page);
    } catch (reason) {
      report('The host does not say which page this is:', reason);
    }
  }

  /** Where the host does not name the page, a view that is there already does. */
  async function nameByView(): Promise<void> {
    const named = new Promise<void>((resolve) => (nameNow = resolve));
    wire.announce({ session, revision: 1, about: undefined, status: 'loading' }).catch(warn);
    await within(NAME_MS, named, 'Naming the page').catch(() => undefined);
  }

  /** The page may be another one by now. Calls while the host is asked are one more refresh, after this one. */
  function refresh(): Promise<void> {
    if (asking) {
      again ??= asking.then(() => {
        again = undefined;
        return refresh();
      });
      return again;
    }
    asking = askHost().finally(() => (asking = undefined));
    return asking.then(() => {
      if (isStopped) return undefined;
      pages.forgetOthers(current);
      return load(current);
    });
  }

  async function start(): Promise<void> {
    const heard = within(HOST_LIMIT_MS, listening, 'Listening for requests').catch(lateOrNever);
    await Promise.all([heard, askHost()]);
    if (!current) await nameByView();
    hasStarted = true;
    const first = load(current);
    for (const page of early) if (!pages.get(page)) void load(page);
    await first;
  }

  const listening = wire.onRequest(answer);
  const loaded = start();

  return {
    loaded,
    refresh: () => loaded.then(refresh, () => undefined),
    stop() {
      isStopped = true; // what is still being loaded is not announced
      listening.then(
        (remove) => remove(),
        () => undefined,
      );
    },
  };
}

/** A listener that is late may still come. One that was refused does not, and no view would be answered. */
function lateOrNever(reason: unknown): void {
  report('The background script does not hear its views:', reason);
  if (!(reason instanceof TooLate)) throw reason;
}
