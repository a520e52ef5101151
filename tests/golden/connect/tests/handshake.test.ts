import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { host } from './host';
import type { SharedData } from '../src/contract';
import { publish, subscribe, type Publisher, type ViewState } from '../src/runtime/handshake';
import { channel } from '../src/platform/events';

/** How long a view of these tests takes to start, in milliseconds. */
const STARTED_IN = 60;

const DATA: SharedData = { loadedAt: '2026-01-01T00:00:00.000Z', items: [] };

describe.each([
  ['synchronously', true],
  ['asynchronously', false],
])('on a host that delivers %s', (_, synchronous) => {
  beforeEach(() => {
    vi.useFakeTimers();
    host.reset(synchronous);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('script first: the view gets what was loaded before it came', async () => {
    script();
    await passes(1_000);
    const view = aView();
    await passes(1_000);
    expect(view.latest).toMatchObject({ status: 'ready', revision: 1, data: DATA });
  });

  test('view first: it waits, and is told as soon as there is data', async () => {
    const view = aView();
    await passes(700);
    expect(view.latest.status).toBe('waiting');
    script();
    await passes(100);
    expect(view.latest).toMatchObject({ status: 'ready', revision: 1 });
  });

  test('twenty views: one load, at most two announcements', async () => {
    const load = vi.fn(() => Promise.resolve(DATA));
    script(load);
    const views = [];
    for (let i = 0; i < 20; i++) {
      views.push(aView());
      await passes(20);
    }
    await passes(5_000);
    expect(views.map((view) => view.latest.status)).toEqual(Array(20).fill('ready'));
    expect(load).toHaveBeenCalledTimes(1);
    expect(host.count('app.data-change')).toBeLessThanOrEqual(2);
  });

  test('a view is shown each revision once, however often it is announced', async () => {
    script();
    const views = [aView(), aView()];
    await passes(500);
    views.push(aView());
    await passes(500);
    expect(views.map((view) => view.states.length)).toEqual([1, 1, 1]);
  });

  test('a failed load is announced, and trying again can succeed', async () => {
    const load = vi
      .fn<() => Promise<SharedData>>()
      .mockRejectedValueOnce(new Error('Jira said 503'))
      .mockResolvedValue(DATA);
    script(load);
    const view = aView();
    await passes(500);
    expect(view.latest).toMatchObject({ status: 'error', error: 'Jira said 503' });
    view.reload();
    await passes(500);
    expect(view.latest).toMatchObject({ status: 'ready', revision: 2 });
    expect(load).toHaveBeenCalledTimes(2);
  });

  test('a reloaded script starts over at revision 1 and is heard; the old one no more', async () => {
    const old = await startedScript();
    const view = aView();
    await passes(500);
    await old.refresh();
    await passes(50);
    expect(view.latest.revision).toBe(2);
    script();
    await passes(500);
    expect(view.latest.revision).toBe(1);
    await old.refresh();
    await passes(50);
    expect(view.latest.revision).toBe(1);
  });

  test('a newer load wins over an older one that ends later', async () => {
    const slow = new Promise<SharedData>((resolve) => setTimeout(resolve, 500, { ...DATA, loadedAt: 'old' }));
    const load = vi
      .fn<() => Promise<SharedData>>()
      .mockResolvedValueOnce(DATA)
      .mockReturnValueOnce(slow)
      .mockResolvedValue(DATA);
    const publisher = await startedScript(load);
    const view = aView();
    void publisher.refresh();
    void publisher.refresh();
    await passes(1_000);
    expect(view.latest).toMatchObject({ revision: 3, data: DATA });
  });

  test('no script: the view asks a few times, then says so, and a late script is still heard', async () => {
    const view = aView();
    await passes(60_000);
    expect(view.latest).toMatchObject({ status: 'error', error: 'No background script answers.' });
    expect(host.count('app.request-data')).toBe(5);
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
    expect(host.listeners.get('app.data-change')?.size ?? 0).toBe(0);
  });

  test('a stopped script is silent', async () => {
    (await startedScript()).stop();
    aView();
    await passes(1_000);
    expect(host.count('app.data-change')).toBe(1);
  });
});

const loaded = () => Promise.resolve(DATA);

function script(load = loaded): void {
  void publish(channel, load);
}

async function startedScript(load = loaded): Promise<Publisher> {
  const starting = publish(channel, load);
  await passes(50);
  return starting;
}

/** A view that keeps every state it was shown. */
function aView() {
  const states: ViewState[] = [];
  return {
    ...subscribe(channel, (state) => states.push(state), STARTED_IN),
    states,
    get latest(): ViewState {
      return states.at(-1) ?? { status: 'waiting', revision: 0 };
    },
  };
}

function passes(ms: number) {
  return vi.advanceTimersByTimeAsync(ms);
}
