/** Script and view on a channel that a test controls: messages that come late, are nonsense, or cannot be sent. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import './host';
import { PAGES } from './context';
import * as owner from '../../src/onError';
import type { Page } from '../../src/contract';
import { publish, subscribe, type Channel, type Source, type ViewState } from '../runtime/handshake';
import { keyOf, newSession, type AnnouncementOf } from '../runtime/protocol';
import { published } from '../runtime/reloading';
import { sampleData } from '../../src/sample';

vi.mock('../../src/onError', async (original) => {
  const real = await original<typeof owner>();
  return { ...real, onError: vi.fn() };
});
const onError = vi.mocked(owner.onError);
const [FIRST, SECOND] = PAGES;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockReturnValue();
  vi.spyOn(console, 'warn').mockReset().mockReturnValue();
  onError.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What one side says, and how to say something to it at once. */
function aChannel(changes: Partial<Channel>) {
  const listeners = new Set<(payload: never) => void>();
  const said: Record<string, unknown>[] = [];
  const channel: Channel = {
    emit: (_, payload) => Promise.resolve(void said.push({ ...payload })),
    on(_, listener) {
      listeners.add(listener);
      return Promise.resolve(() => void listeners.delete(listener));
    },
  };
  const hear = (payload: unknown) => listeners.forEach((listener) => listener(payload as never));
  return { channel: { ...channel, ...changes }, said, listeners, hear };
}

describe('the script', () => {
  const load = vi.fn<Source['load']>();
  const getPage = vi.fn<Source['getPage']>();
  const loadedPages = () => load.mock.calls.map(([page]) => page);

  beforeEach(() => {
    load.mockReset().mockResolvedValue(sampleData);
    getPage.mockReset().mockResolvedValue(FIRST);
  });

  async function started(changes: Partial<Channel> = {}, ms = 30) {
    const script = aChannel(changes);
    const publishing = publish(script.channel, { load, getPage });
    await passes(ms);
    return { ...script, publishing, statuses: () => script.said.map(({ status }) => status) };
  }

  test('a request without anything in it is one like others, before the first load and after it', async () => {
    getPage.mockImplementation(() => after(100, FIRST));
    const script = await started();
    for (const request of [undefined, {}]) script.hear(request);
    await passes(200);
    expect(loadedPages()).toEqual([FIRST]);
    script.hear(undefined);
    expect(script.statuses()).toEqual(['loading', 'ready', 'ready']);
  });

  test('a stopped script does nothing for those who still know it, and no longer listens', async () => {
    const script = await started();
    const publisher = await script.publishing;
    publisher.stop();
    script.hear({ reload: true });
    await publisher.refresh();
    expect(loadedPages()).toEqual([FIRST]);
    expect([script.said.length, script.listeners.size, published.has(script.publishing)]).toEqual([2, 0, false]);
  });

  test('an answer that waits for its turn is not sent after something newer', async () => {
    const script = await started();
    script.hear({});
    script.hear({});
    void (await script.publishing).refresh();
    await passes(5_000);
    expect(script.statuses()).toEqual(['loading', 'ready', 'ready', 'loading', 'ready']);
  });

  test('what cannot be sent is reported if views wait for it, and announced with the reason', async () => {
    const reason = new Error('too big');
    const said: AnnouncementOf<unknown>[] = [];
    await started({ emit: (_, payload) => (said.push(payload as never), Promise.reject(reason)) });
    expect(said.map(({ status }) => status)).toEqual(['loading', 'ready', 'error']);
    expect(said[2]).toMatchObject({
      revision: 1,
      about: keyOf(FIRST),
      error: expect.stringContaining('too big') as string,
    });
    expect(onError.mock.calls).toEqual([[reason, expect.stringContaining('JSON')]]);
    expect(vi.mocked(console.warn).mock.calls).toEqual(Array(2).fill([expect.stringContaining('sent'), reason]));
  });

  test('what could not be sent before the stop is not announced after it', async () => {
    const emit = vi.fn(() => after(100).then(() => Promise.reject(new Error('too big'))));
    const script = await started({ emit });
    (await script.publishing).stop();
    await passes(1_000);
    expect(emit).toHaveBeenCalledTimes(2);
    expect(onError).not.toHaveBeenCalled();
  });

  test.each([
    ['Jira said 503', vi.fn().mockRejectedValue(new Error('Jira said 503'))],
    ['no error', vi.fn().mockRejectedValue('no error')],
    [`Loading took longer than ${owner.LOAD_LIMIT_MS / 1_000} s`, () => new Promise<never>(() => undefined)],
  ])('a failure is announced with its reason: %s', async (error, fails) => {
    load.mockImplementation(fails);
    const script = await started({}, owner.LOAD_LIMIT_MS);
    expect(script.said.at(-1)).toMatchObject({ status: 'error', error });
  });

  test.each([
    ['Asking the host for the page', 'which page', () => getPage.mockReturnValue(new Promise(() => undefined)), {}],
    ['Listening for requests', 'does not hear', () => undefined, { on: () => new Promise<never>(() => undefined) }],
  ])(
    '%s: without an answer, that is reported after 10 s, and the script loads',
    async (work, what, prepare, changes) => {
      prepare();
      await started(changes, 11_000);
      expect(onError.mock.calls).toEqual([
        [
          expect.objectContaining({ name: 'TooLate', message: `${work} took longer than 10 s` }),
          expect.stringContaining(what),
        ],
      ]);
      expect(load).toHaveBeenCalledOnce();
    },
  );

  test('where the host does not know the page, the first view that does is not waited for any longer', async () => {
    getPage.mockResolvedValue(undefined);
    const script = await started({}, 1);
    script.hear({ page: SECOND });
    await passes(1);
    expect(loadedPages()).toEqual([SECOND]);
  });

  test('as long as the host says the same page, or none, the views know better', async () => {
    const script = await started();
    const publisher = await script.publishing;
    script.hear({ page: SECOND });
    for (const page of [FIRST, undefined, FIRST]) {
      getPage.mockResolvedValue(page);
      await publisher.refresh();
    }
    expect(loadedPages()).toEqual([FIRST, SECOND, SECOND, SECOND, SECOND]);
  });

  test('what else the host says about the same page is news', async () => {
    const script = await started();
    const again = { ...FIRST };
    getPage.mockResolvedValue(again);
    await (await script.publishing).refresh();
    expect(load.mock.lastCall?.[0]).toBe(again);
  });

  test('fifty refreshes ask the host two times', async () => {
    const script = await started();
    const publisher = await script.publishing;
    getPage.mockClear().mockImplementation(() => after(100, FIRST));
    for (const times of [2, 4]) {
      await Promise.all([Promise.all(Array.from({ length: 50 }, () => publisher.refresh())), passes(1_000)]);
      expect(getPage).toHaveBeenCalledTimes(times);
    }
  });

  test('the start ends with the first load, and each refresh with the load that it asked for', async () => {
    load.mockImplementation(() => after(1_000, sampleData));
    const { publishing } = await started({}, 10);
    const ended: string[] = [];
    const tell = (name: string, work: Promise<unknown>) => void work.then(() => ended.push(name));
    const passed = async (ms: number) => {
      await passes(ms);
      return ended.splice(0).sort();
    };
    tell('the start', publishing);
    expect([await passed(900), await passed(100)]).toEqual([[], ['the start']]);
    const publisher = await publishing;
    tell('a refresh', publisher.refresh());
    tell('one while the host is asked', publisher.refresh());
    await passes(500);
    tell('one during a load', publisher.refresh());
    expect([await passed(400), await passed(200)]).toEqual([[], ['a refresh']]);
    expect([await passed(800), await passed(200)]).toEqual([[], ['one during a load', 'one while the host is asked']]);
    expect(load).toHaveBeenCalledTimes(3);
  });

  test('a view that names the page before the host does knows better', async () => {
    getPage.mockImplementation(() => after(100, FIRST));
    const script = await started({}, 1);
    script.hear({ page: SECOND });
    await passes(200);
    expect(loadedPages()).toEqual([SECOND]);
  });

  test('the data of another page is kept for a while, but not over a refresh, and not if it failed', async () => {
    const script = await started();
    const ask = async (page: Page) => {
      script.hear({ page });
      await passes(10);
    };
    for (const page of [SECOND, FIRST]) await ask(page);
    expect(loadedPages()).toEqual([FIRST, SECOND]);
    await (await script.publishing).refresh();
    load.mockRejectedValueOnce(new Error('503'));
    for (const page of [SECOND, FIRST, SECOND]) await ask(page);
    expect(loadedPages().slice(2)).toEqual([FIRST, SECOND, SECOND]);
  });

  test('the name of a session begins with its time, so that those of other frames are in order', () => {
    vi.setSystemTime('2050-01-01');
    const [one, two] = [newSession(), newSession()].map((name) => Number.parseInt(name, 36));
    expect([one! - Date.now(), two! - one!]).toEqual([0, 1]);
  });
});

describe('a view', () => {
  const message = (revision: number, status: 'loading' | 'ready' | 'error', session = 'a', page = FIRST) =>
    ({ session, revision, about: keyOf(page), status, data: sampleData, error: 'x' }) as const;

  async function started(changes: Partial<Channel> = {}, ms = 0) {
    const view = aChannel(changes);
    const states: ViewState[] = [];
    const subscription = subscribe(view.channel, (state) => states.push(state), FIRST);
    await passes(ms);
    return { ...view, ...subscription, states };
  }

  test('messages of others under the same name are ignored before the first data as well', async () => {
    const view = await started();
    for (const noise of [undefined, {}, { ...message(9, 'ready'), session: '' }]) view.hear(noise);
    expect(view.states).toEqual([]);
  });

  test('it is busy while somebody else has the data loaded again, and what comes late from that load changes nothing', async () => {
    const view = await started();
    view.hear(message(1, 'ready'));
    view.hear(message(2, 'loading'));
    expect(view.states.at(-1)).toEqual({ status: 'ready', revision: 1, busy: true, data: sampleData });
    view.hear(message(2, 'ready'));
    for (const status of ['loading', 'error'] as const) view.hear(message(2, status));
    expect(view.states.at(-1)).toEqual({ status: 'ready', revision: 2, busy: false, data: sampleData });
  });

  test('each question names the page', async () => {
    const view = await started({}, 20_000);
    expect(view.said).toEqual(Array(5).fill({ page: FIRST }));
    view.reload();
    expect(view.said.at(-1)).toEqual({ page: FIRST, reload: true });
  });

  test('after an answer to a question that was not for another load, it asks nothing more', async () => {
    const view = await started();
    view.hear(message(1, 'ready'));
    view.hear(message(1, 'loading', 'b', SECOND)); // another script: it is asked
    expect(view.said).toHaveLength(2);
    view.hear(message(1, 'ready'));
    await passes(30_000);
    expect(view.said).toHaveLength(2);
    view.reload();
    view.hear(message(2, 'ready'));
    view.hear(message(1, 'loading', 'c', SECOND));
    expect(view.said).toHaveLength(4);
    view.hear(message(2, 'ready'));
    await passes(30_000);
    expect(view.said).toHaveLength(4);
  });

  test('questions that were lost before an answer do not count after it: an older script still has to wait', async () => {
    const view = await started({}, 5_000);
    view.hear(message(1, 'ready', 'b'));
    view.reload();
    view.hear(message(7, 'ready', 'a'));
    expect(view.states.at(-1)).toEqual({ status: 'ready', revision: 1, busy: true, data: sampleData });
    await passes(5_000);
    view.hear(message(8, 'ready', 'a'));
    expect(view.states.at(-1)).toEqual({ status: 'ready', revision: 8, busy: false, data: sampleData });
  });

  test('a script that is heard for another page counts as running: an older one does not take over', async () => {
    const view = await started();
    view.hear(message(1, 'ready', 'b'));
    view.reload();
    view.hear(message(1, 'loading', 'b', SECOND));
    await passes(5_000);
    view.hear(message(7, 'ready', 'a'));
    expect(view.states.at(-1)).toEqual({ status: 'ready', revision: 1, busy: true, data: sampleData });
  });

  test('an unsubscribed view shows and asks nothing, also when its listener comes into place only then', async () => {
    const view = await started();
    view.unsubscribe();
    expect(vi.getTimerCount()).toBe(0);
    view.hear(message(1, 'ready'));
    const late = await started({ on: () => after(100, () => undefined) });
    late.unsubscribe();
    await passes(200);
    expect([view.states, late.states, late.said]).toEqual([[], [], []]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('if it cannot listen, it says so and asks nobody', async () => {
    const reason = new Error('refused');
    const view = await started({ on: () => Promise.reject(reason) }, 20_000);
    expect(view.states).toEqual([{ status: 'error', revision: 0, busy: false, failure: 'no-answer' }]);
    expect(onError.mock.calls).toEqual([[reason, expect.stringContaining('listen')]]);
    expect(view.said).toEqual([]);
  });

  test('if its listener is late, it asks after 10 s, as the listener may be in place; and not a second time', async () => {
    const view = await started({ on: () => after(12_000, () => undefined) }, 9_900);
    expect(view.said).toHaveLength(0);
    await passes(200);
    expect(view.said).toHaveLength(1);
    await passes(2_500); // its own second question is after 1 s
    expect(view.said).toHaveLength(2);
  });

  test('if it hears the script before the host says that it listens, it has no question', async () => {
    const listeners: ((payload: never) => void)[] = [];
    const view = await started({ on: (_, listener) => (listeners.push(listener), after(100, () => undefined)) });
    listeners[0]!(message(1, 'ready') as never);
    await passes(15_000);
    expect([view.said.length, view.states.length]).toEqual([0, 1]);
  });
});

function after(ms: number): Promise<void>;
function after<T>(ms: number, value: T): Promise<T>;
function after(ms: number, value?: unknown): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, ms, value));
}

function passes(ms: number) {
  return vi.advanceTimersByTimeAsync(ms);
}
