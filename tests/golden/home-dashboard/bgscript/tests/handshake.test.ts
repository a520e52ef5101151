import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { host } from './host';
import { PAGES } from './context';
import type { Page, SharedData } from '../../src/contract';
import { about } from '../platform/context';
import { channel } from '../platform/events';
import { publish, subscribe, WAITING, type Publisher, type Source, type ViewState } from '../runtime/handshake';
import { sampleData } from '../../src/sample';

const [FIRST, SECOND] = PAGES;
const REQUEST = 'app.request-data';
const CHANGE = 'app.data-change';

describe.each([
  ['synchronously', true],
  ['asynchronously', false],
])('on a host that delivers %s', (_, synchronous) => {
  const logged = vi.spyOn(console, 'error');

  beforeEach(() => {
    vi.useFakeTimers();
    logged.mockReset().mockReturnValue();
    host.reset(synchronous);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('script first: the view gets at once what was loaded before it started', async () => {
    script();
    await passes(1_000);
    const view = aView();
    await passes(50);
    expect(view.latest).toEqual({ status: 'ready', revision: 1, busy: false, data: sampleData });
  });

  test('view first: it waits, and gets the data as soon as it is loaded', async () => {
    const view = aView();
    await passes(700);
    expect(view.latest.status).toBe('waiting');
    script();
    await passes(50);
    expect(view.latest).toMatchObject({ status: 'ready', revision: 1 });
  });

  test('twenty views: one load', async () => {
    const load = vi.fn(loaded);
    script(load);
    const views = [];
    for (let i = 0; i < 20; i++) {
      views.push(aView());
      await passes(20);
    }
    await passes(5_000);
    expect(views.map((view) => view.latest.status)).toEqual(Array(20).fill('ready'));
    expect(load).toHaveBeenCalledTimes(1);
    expect(host.count(REQUEST)).toBeLessThanOrEqual(20);
  });

  test('under constant requests the pause between answers doubles up to a second, and is short again after quiet', async () => {
    await startedScript();
    expect(await answersToRequestsFor(3_000)).toEqual([0, 100, 300, 700, 1_500, 2_500]);
    await passes(2_000);
    expect(await answersToRequestsFor(250)).toEqual([0, 100]);
  });

  test('during a load, requests are answered at the same pace', async () => {
    script(() => after(20_000));
    await passes(50);
    expect(await answersToRequestsFor(3_000)).toEqual([0, 100, 300, 700, 1_500, 2_500]);
  });

  test('during a long load the view waits, and asks again only after 10 s of silence', async () => {
    const view = aView();
    script(() => after(29_000));
    await passes(28_000);
    expect(view.latest).toEqual(WAITING);
    expect(host.count(REQUEST)).toBeLessThanOrEqual(5);
    await passes(2_000);
    expect(view.latest).toMatchObject({ status: 'ready', revision: 1 });
  });

  test('when the script ends during a load, the view asks again after 10 s of silence, then says that nobody answers', async () => {
    const load = vi
      .fn(loaded)
      .mockResolvedValueOnce(sampleData)
      .mockImplementationOnce(() => after(60_000));
    const publisher = await startedScript(load);
    void publisher.refresh();
    await passes(50);
    const view = aView();
    await passes(50);
    publisher.stop();
    const asked = host.count(REQUEST);
    await passes(9_000);
    expect(host.count(REQUEST)).toBe(asked);
    await passes(2_000);
    expect(host.count(REQUEST)).toBeGreaterThan(asked);
    expect(view.latest).toEqual(WAITING);
    await passes(20_000);
    expect(view.latest).toMatchObject({ status: 'error', failure: 'no-answer' });
  });

  test('a view is shown each load once, however often it is announced', async () => {
    script();
    const views = [aView(), aView()];
    await passes(500);
    views.push(aView());
    await passes(500);
    for (const view of views) expect(view.states.filter(({ status }) => status === 'ready')).toHaveLength(1);
  });

  test('a failed load is announced and logged with its stack, and trying again can succeed', async () => {
    const reason = new Error('Jira said 503');
    const load = vi.fn(loaded).mockRejectedValueOnce(reason);
    script(load);
    const view = aView();
    await passes(500);
    expect(view.latest).toEqual({ status: 'error', revision: 1, busy: false, failure: 'load-failed' });
    expect(logged).toHaveBeenCalledWith(expect.any(String), reason);
    view.reload();
    expect(view.latest).toEqual(WAITING);
    await passes(500);
    expect(view.latest).toMatchObject({ status: 'ready', revision: 2 });
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('while data is loaded again, every view keeps what it shows and says that it is busy', async () => {
    const load = vi
      .fn(loaded)
      .mockResolvedValueOnce(marked('old'))
      .mockImplementationOnce(() => after(500, marked('new')));
    script(load);
    const views = [aView(), aView()];
    await passes(500);
    views[0]!.reload();
    expect(views[0]!.latest.busy).toBe(true);
    await passes(50);
    views[1]!.reload();
    await passes(50);
    for (const view of views) {
      expect(view.latest).toEqual({ status: 'ready', revision: 1, busy: true, data: marked('old') });
    }
    await passes(500);
    for (const view of views) {
      expect(view.latest).toEqual({ status: 'ready', revision: 2, busy: false, data: marked('new') });
    }
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('when loading again fails, the view keeps the data and says so; the next success clears that', async () => {
    const load = vi.fn(loaded).mockResolvedValueOnce(sampleData).mockRejectedValueOnce(new Error('Jira said 503'));
    script(load);
    const view = aView();
    await passes(500);
    const kept = { status: 'ready', revision: 1, busy: false, data: sampleData };
    view.reload();
    await passes(500);
    expect(view.latest).toEqual({ ...kept, failure: 'load-failed' });
    view.reload();
    await passes(500);
    expect(view.latest).toEqual({ ...kept, revision: 3 });
  });

  test('without an answer, a view asks at 0, 1, 3, 6 and 10 s, and gives up at 15 s', async () => {
    const began = Date.now();
    const view = aView();
    await passes(14_900);
    expect(view.states).toEqual([]);
    await passes(200);
    expect(view.latest).toMatchObject({ failure: 'no-answer' });
    const late = host.times(REQUEST)[0]! - began;
    expect(host.times(REQUEST).map((at) => at - began - late)).toEqual([0, 1_000, 3_000, 6_000, 10_000]);
  });

  test('the successor of a script that has gone is the newest of those that are left', async () => {
    await startedScript(() => Promise.resolve(marked('first')));
    await passes(10);
    await startedScript(() => Promise.resolve(marked('second')));
    await passes(10);
    const third = await startedScript(() => Promise.resolve(marked('third')));
    const view = aView();
    await passes(1_000);
    third.stop();
    view.reload();
    await passes(10_000);
    expect(view.latest).toMatchObject({ status: 'ready', busy: false, data: marked('second') });
    expect(view.states.filter((state) => state.status === 'ready' && !state.busy).at(-2)).toMatchObject({
      data: marked('third'),
    });
  });

  describe('what an announcement means to a view', () => {
    const announce = async (session: string, revision: number, mark?: string, page?: Page) => {
      const outcome =
        mark === undefined ? { status: 'loading' as const } : { status: 'ready' as const, data: marked(mark) };
      void channel.emit(CHANGE, { session, revision, about: page && about(page), ...outcome });
      await passes(50);
    };
    const dataOf = ({ latest }: { latest: ViewState }) => (latest.status === 'ready' ? latest.data : undefined);

    test('late messages of a script that has gone do not bring older data back', async () => {
      const view = aView();
      await passes(50);
      await announce('b', 1, 'old');
      await announce('b', 2, 'new');
      view.reload();
      await passes(3_500); // nobody answers, so an earlier script may
      await announce('a', 7, 'earlier script');
      await announce('b', 1, 'old');
      expect(dataOf(view)).toEqual(marked('earlier script'));
      await announce('b', 3, 'back again');
      expect(dataOf(view)).toEqual(marked('back again'));
    });

    test('requests that nobody answered long ago do not make an earlier script count', async () => {
      const view = aView();
      await passes(5_000);
      await announce('b', 1, 'newer');
      await announce('a', 1, 'earlier');
      expect(dataOf(view)).toEqual(marked('newer'));
    });

    test('what was loaded before the wish to load again is no answer to it', async () => {
      const view = aView();
      await passes(50);
      await announce('a', 1, 'old');
      view.reload();
      await announce('a', 1, 'old');
      expect(view.latest).toMatchObject({ status: 'ready', busy: true });
      await announce('a', 2, 'new');
      expect(view.latest).toMatchObject({ status: 'ready', busy: false, data: marked('new') });
    });

    test('as long as it hears of a load, a view waits, asks nothing, and is shown nothing new', async () => {
      const view = aView();
      await passes(50);
      for (let i = 0; i < 4; i++) {
        await announce('a', 1);
        await passes(8_000);
      }
      expect(view.states).toEqual([]);
      expect(host.count(REQUEST)).toBe(1);
    });

    test('a view that does not know its page takes the data of another one when it is newer, or when it asked', async () => {
      const view = aView();
      await passes(50);
      await announce('a', 2, 'first', FIRST);
      await announce('a', 1, 'second', SECOND);
      expect(dataOf(view)).toEqual(marked('first'));
      await announce('a', 3, 'newer', SECOND);
      expect(dataOf(view)).toEqual(marked('newer'));
      view.reload();
      await announce('a', 2, 'first', FIRST);
      expect(dataOf(view)).toEqual(marked('first'));
    });

    test('a view with data asks a newer script that is on another page, once, and no earlier one', async () => {
      aView(FIRST);
      await passes(50);
      await announce('b', 1, 'mine', FIRST);
      for (const session of ['b', 'a', 'c', 'c']) await announce(session, 2, 'other', SECOND);
      expect(host.count(REQUEST)).toBe(2);
    });

    test('a view without an answer asks, once, whenever it hears a script for another page', async () => {
      const view = aView(FIRST);
      await passes(50);
      await announce('a', 1, 'other', SECOND);
      await passes(40_000);
      expect(view.latest).toMatchObject({ failure: 'no-answer' });
      const before = host.count(REQUEST);
      for (let revision = 2; revision <= 4; revision++) await announce('a', revision, 'other', SECOND);
      expect(host.count(REQUEST)).toBe(before + 1);
    });
  });

  test('messages of others under the same names do no harm', async () => {
    script();
    const view = aView();
    await passes(500);
    for (const noise of [undefined, null, 'text', {}, { page: null }, { session: '', revision: 9, status: 'ready' }]) {
      void channel.emit(REQUEST, noise as never).catch(() => undefined);
      void channel.emit(CHANGE, noise as never).catch(() => undefined);
    }
    await passes(1_000);
    expect(view.latest).toEqual({ status: 'ready', revision: 1, busy: false, data: sampleData });
  });

  test('when the script is gone, reloading keeps the data and says that nobody answers', async () => {
    const publisher = await startedScript();
    const view = aView();
    await passes(500);
    publisher.stop();
    view.reload();
    await passes(60_000);
    expect(view.latest).toMatchObject({ status: 'ready', busy: false, data: sampleData, failure: 'no-answer' });
  });

  test('when a script that did not answer answers again, the failure is no longer shown', async () => {
    await startedScript();
    const view = aView();
    await passes(500);
    const listening = host.listeners.get(REQUEST)!;
    host.listeners.delete(REQUEST);
    view.reload();
    await passes(60_000);
    expect(view.latest).toMatchObject({ failure: 'no-answer' });
    host.listeners.set(REQUEST, listening);
    aView();
    await passes(100);
    expect(view.latest).toEqual({ status: 'ready', revision: 1, busy: false, data: sampleData });
  });

  test('a view follows a reloaded script, which starts over at revision 1, and ignores the old one', async () => {
    const old = await startedScript();
    const view = aView();
    await passes(500);
    await old.refresh();
    await passes(50);
    expect(view.latest.revision).toBe(2);
    script();
    await passes(500);
    expect(view.latest).toMatchObject({ status: 'ready', revision: 1, busy: false });
    await old.refresh();
    await passes(50);
    expect(view.latest).toMatchObject({ status: 'ready', revision: 1, busy: false });
  });

  test('a newer load replaces an older one that ends later', async () => {
    const load = vi
      .fn(loaded)
      .mockResolvedValueOnce(sampleData)
      .mockImplementationOnce(() => after(500, marked('old')));
    const publisher = await startedScript(load);
    const view = aView();
    void publisher.refresh();
    void publisher.refresh();
    await passes(1_000);
    expect(view.latest).toMatchObject({ revision: 3, data: sampleData });
  });

  test('no script: the view asks five times, then says so; a script that starts later is still heard', async () => {
    const view = aView();
    await passes(60_000);
    expect(view.latest).toEqual({ status: 'error', revision: 0, busy: false, failure: 'no-answer' });
    expect(host.count(REQUEST)).toBe(5);
    script();
    await passes(100);
    expect(view.latest.status).toBe('ready');
  });

  test('an unsubscribed view neither asks nor listens', async () => {
    const view = aView();
    view.unsubscribe();
    await passes(60_000);
    script();
    await passes(1_000);
    expect(view.states).toEqual([]);
    expect(host.listeners.get(CHANGE)?.size ?? 0).toBe(0);
  });

  test('a stopped script answers nobody, and does not announce what it was loading', async () => {
    const load = vi
      .fn(loaded)
      .mockResolvedValueOnce(sampleData)
      .mockImplementationOnce(() => after(500));
    const publisher = await startedScript(load);
    void publisher.refresh();
    await passes(50);
    publisher.stop();
    const before = host.count(CHANGE);
    aView();
    await passes(1_000);
    expect(host.count(CHANGE)).toBe(before);
  });

  test('a load that never ends has failed after 30 s; what it returns later is not shown, and Reload starts anew', async () => {
    const load = vi.fn(loaded).mockImplementationOnce(() => after(40_000, marked('late')));
    script(load);
    const view = aView();
    await passes(29_000);
    expect(view.latest).toEqual(WAITING);
    await passes(2_000);
    expect(view.latest).toEqual({ status: 'error', revision: 1, busy: false, failure: 'load-failed' });
    view.reload();
    await passes(20_000);
    expect(view.latest).toMatchObject({ status: 'ready', revision: 2, data: sampleData });
    expect(shownBy(view)).toEqual([]);
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('fifty refreshes at once make two loads, one after the other', async () => {
    const load = vi.fn(loaded);
    const publisher = await startedScript(load);
    load.mockClear().mockImplementation(() => after(500));
    for (let i = 0; i < 50; i++) void publisher.refresh();
    await passes(400);
    expect(load).toHaveBeenCalledTimes(1);
    await passes(5_000);
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('changes that come faster than loads end: each result is shown, also to a view that comes in between', async () => {
    let loads = 0;
    const load = () => after(3_000, marked(String(++loads)));
    const publishing = publish(channel, { load, getPage: () => Promise.resolve(undefined) });
    await passes(3_500);
    const publisher = await publishing;
    const view = aView();
    for (let i = 0; i < 10; i++) {
      void publisher.refresh();
      await passes(2_000);
    }
    expect(shownBy(view).length).toBeGreaterThanOrEqual(6);
    expect(loads).toBeLessThanOrEqual(8);
  });

  test('a wish to load again is sent once; retries only ask', async () => {
    const wishes = vi.fn();
    void channel.on(REQUEST, ({ reload }) => void (reload && wishes()));
    const view = aView();
    await passes(50);
    view.reload();
    await passes(60_000);
    expect(wishes).toHaveBeenCalledOnce();
    expect(host.count(REQUEST)).toBeGreaterThan(5);
  });

  test('when the wish is lost, the view keeps its data and is no longer busy', async () => {
    const load = vi.fn(loaded);
    await startedScript(load);
    const view = aView();
    await passes(500);
    const listening = host.listeners.get(REQUEST)!;
    host.listeners.delete(REQUEST);
    view.reload();
    await passes(500);
    host.listeners.set(REQUEST, listening);
    await passes(2_000);
    expect(view.latest).toEqual({ status: 'ready', revision: 1, busy: false, data: sampleData });
    expect(load).toHaveBeenCalledOnce();
  });

  test('of two scripts, the one that started last counts; when it is gone, the other one takes over', async () => {
    await startedScript(() => Promise.resolve(marked('first')));
    await passes(1_000);
    const second = await startedScript(() => Promise.resolve(marked('second')));
    const view = aView();
    await passes(1_000);
    view.reload();
    await passes(5_000);
    expect(view.latest).toMatchObject({ status: 'ready', busy: false, data: marked('second') });
    second.stop();
    view.reload();
    await passes(1_500);
    expect(view.latest).toMatchObject({ status: 'ready', busy: true, data: marked('second') });
    await passes(3_500);
    expect(view.latest).toMatchObject({ status: 'ready', busy: false, data: marked('first') });
  });

  test('two scripts and one click on Reload: each one loads once more', async () => {
    const load = vi.fn(loaded);
    await startedScript(load);
    await startedScript(load);
    const view = aView();
    await passes(500);
    view.reload();
    await passes(60_000);
    expect(load).toHaveBeenCalledTimes(4);
    expect(view.latest).toMatchObject({ status: 'ready', busy: false });
  });

  test('data that cannot be sent is a failure at once, and the next load can succeed', async () => {
    const unsendable = Object.assign(marked('unsendable'), { big: 5n, action: () => undefined });
    script(vi.fn(loaded).mockResolvedValueOnce(unsendable));
    vi.spyOn(console, 'warn').mockReturnValue();
    const view = aView();
    await passes(1_500);
    expect(view.latest).toEqual({ status: 'error', revision: 1, busy: false, failure: 'load-failed' });
    expect(logged).toHaveBeenCalledWith(expect.stringContaining('JSON'), expect.anything());
    view.reload();
    await passes(500);
    expect(view.latest).toMatchObject({ status: 'ready', revision: 2 });
  });

  test.each([
    ['never says', () => new Promise<undefined>(() => undefined)],
    ['cannot say', () => Promise.reject(new Error('the host is busy'))],
  ])('when the host %s which page this is, the script loads all the same', async (_, getPage) => {
    void publish(channel, { load: loaded, getPage });
    const view = aView();
    await passes(12_000);
    expect(view.latest).toMatchObject({ status: 'ready', revision: 1 });
  });

  describe('when the script outlives a page', () => {
    const load = vi.fn((page: Page | undefined) => after(200, marked(nameOf(page))));

    beforeEach(() => {
      load.mockClear();
    });

    test.each([
      ['knows its page from the host', FIRST],
      ['learns its page from the first view', undefined],
    ])('and %s, a view on the next page never shows the data of the first', async (_, known) => {
      script(load, known);
      await passes(1_000);
      const first = aView(FIRST);
      await passes(1_000);
      const second = aView(SECOND);
      await passes(1_000);
      expect(shownBy(first)).toEqual([nameOf(FIRST)]);
      expect(shownBy(second)).toEqual([nameOf(SECOND)]);
      expect(load.mock.calls).toEqual(known ? [[FIRST], [SECOND]] : [[undefined], [FIRST], [SECOND]]);
    });

    test('a view on the next page does not get what is still being loaded for the first', async () => {
      script(load, FIRST);
      await passes(50);
      const second = aView(SECOND);
      await passes(1_000);
      expect(shownBy(second)).toEqual([nameOf(SECOND)]);
    });

    test('a view on the next page that started before the script waits for its own data', async () => {
      const second = aView(SECOND);
      await passes(50);
      script(load, FIRST);
      await passes(2_000);
      expect(shownBy(second)).toEqual([nameOf(SECOND)]);
    });

    test('a view that started before the script gives it the page: one load, for all views', async () => {
      const views = [aView(FIRST), aView(FIRST)];
      await passes(50);
      script(load, undefined);
      await passes(300);
      expect(views.map(({ latest }) => latest.status)).toEqual(['ready', 'ready']);
      expect(load).toHaveBeenCalledTimes(1);
    });

    test('a view that does not know its page shows the data of any page', async () => {
      script(load, FIRST);
      await passes(1_000);
      const view = aView(undefined);
      await passes(50);
      expect(shownBy(view)).toEqual([nameOf(FIRST)]);
      expect(load).toHaveBeenCalledTimes(1);
    });

    test('as long as the script announces other pages, the view waits and asks', async () => {
      const view = aView(FIRST);
      for (let revision = 1; revision <= 30; revision++) {
        void channel.emit(CHANGE, { session: 'a script', revision, about: about(SECOND), status: 'loading' });
        await passes(1_000);
      }
      expect(view.latest).toEqual(WAITING);
      expect(host.count(REQUEST)).toBeGreaterThan(5);
      expect(host.count(REQUEST)).toBeLessThanOrEqual(14);
      await passes(30_000);
      expect(view.latest).toMatchObject({ failure: 'no-answer' });
    });

    test('two views on different pages, with slow loads: each gets its own, with one load each', async () => {
      load.mockImplementation((page) => after(9_000, marked(nameOf(page))));
      script(load, FIRST);
      const views = [aView(FIRST), aView(SECOND)];
      await passes(60_000);
      expect(views.map(shownBy)).toEqual([[nameOf(FIRST)], [nameOf(SECOND)]]);
      expect(load.mock.calls).toEqual([[FIRST], [SECOND]]);
      load.mockImplementation((page) => after(200, marked(nameOf(page))));
    });

    test('views on two pages that were there before the script get their data at once', async () => {
      const views = [aView(FIRST), aView(SECOND)];
      await passes(500);
      script(load, undefined);
      await passes(300);
      expect(views.map(shownBy)).toEqual([[nameOf(FIRST)], [nameOf(SECOND)]]);
      expect(load).toHaveBeenCalledTimes(2);
    });

    test('a view without an answer asks as soon as it hears the script, also for another page', async () => {
      const view = aView(SECOND);
      await passes(20_000);
      expect(view.latest).toMatchObject({ failure: 'no-answer' });
      script(load, FIRST);
      await passes(500);
      expect(shownBy(view)).toEqual([nameOf(SECOND)]);
    });

    test('when people come back to a page later, it is loaded again', async () => {
      script(load, FIRST);
      await passes(500);
      aView(SECOND);
      await passes(20_000);
      const view = aView(FIRST);
      await passes(500);
      expect(shownBy(view)).toEqual([nameOf(FIRST)]);
      expect(load.mock.calls).toEqual([[FIRST], [SECOND], [FIRST]]);
    });

    test('a refresh loads for the page that the host reports at that time', async () => {
      const getPage = vi.fn(() => Promise.resolve<Page | undefined>(SECOND)).mockResolvedValueOnce(FIRST);
      const publishing = publish(channel, { load, getPage });
      await passes(1_000);
      void (await publishing).refresh();
      await passes(1_000);
      expect(load.mock.calls).toEqual([[FIRST], [SECOND]]);
    });
  });
});

const loaded: Source['load'] = () => Promise.resolve(sampleData);

/** Data that a test can distinguish from other data, whatever the owner's fields are. */
function marked(mark: string): SharedData {
  return { ...sampleData, mark } as SharedData;
}

function nameOf(page: Page | undefined): string {
  return page ? `data for ${about(page)}` : 'data for any page';
}

function after(ms: number, data = sampleData): Promise<SharedData> {
  return new Promise((resolve) => setTimeout(resolve, ms, data));
}

function script(load = loaded, page?: Page): void {
  void publish(channel, { load, getPage: () => Promise.resolve(page) });
}

async function startedScript(load = loaded): Promise<Publisher> {
  const starting = publish(channel, { load, getPage: () => Promise.resolve(undefined) });
  await passes(50);
  return starting;
}

/** A view that keeps every state it was shown. */
function aView(page?: Page) {
  const states: ViewState[] = [];
  return {
    ...subscribe(channel, (state) => states.push(state), page),
    states,
    get latest(): ViewState {
      return states.at(-1) ?? WAITING;
    },
  };
}

/** The marks of all data that a view has shown. */
function shownBy({ states }: { states: ViewState[] }): unknown[] {
  const marks = states.map((state) => (state.status === 'ready' ? (state.data as { mark?: string }).mark : undefined));
  return [...new Set(marks.filter((mark) => mark !== undefined))];
}

/** Asks every 10 ms. Returns when the answers were sent, counted from the first one. */
async function answersToRequestsFor(ms: number): Promise<number[]> {
  const before = host.count(CHANGE);
  for (let at = 0; at < ms; at += 10) {
    void channel.emit(REQUEST, {});
    await passes(10);
  }
  const times = host.times(CHANGE).slice(before);
  return times.map((time) => time - times[0]!);
}

function passes(ms: number) {
  return vi.advanceTimersByTimeAsync(ms);
}
