import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { host } from './host';
import * as owner from '../../src/onError';
import { channel } from '../platform/events';
import { share, shared } from '../runtime/dataSets';
import { publish, subscribe, type Publisher, type ViewState } from '../runtime/handshake';
import { within } from '../runtime/limit';
import { published, reload, reloadEvery } from '../runtime/reloading';
import { report, reportUncaught } from '../runtime/report';
import { sampleData } from '../../src/sample';

vi.mock('../../src/onError', async (original) => {
  const real = await original<typeof owner>();
  return { ...real, onError: vi.fn() };
});
const onError = vi.mocked(owner.onError);
const load = vi.fn<() => Promise<typeof sampleData>>();
let publisher: Publisher | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockReturnValue();
  host.reset(true);
  onError.mockReset();
  load.mockReset().mockResolvedValue(sampleData);
  shared.clear();
});
afterEach(() => {
  publisher?.stop();
  publisher = undefined;
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function startScript(): Promise<Publisher> {
  const publishing = publish(channel, { load, getPage: () => Promise.resolve(undefined) });
  await passes(100);
  publisher = await publishing;
  return publisher;
}

/** The states of a view of a data set; the first one without a name. */
function statesOf(name?: string): ViewState<unknown>[] {
  const states: ViewState<unknown>[] = [];
  subscribe<unknown>(channel, (state) => states.push(state), undefined, name);
  return states;
}

test('another data set has its own data, revisions and failures', async () => {
  const loadOther = vi.fn(() => Promise.resolve('other'));
  share('other' as never, loadOther as never);
  loadOther.mockRejectedValueOnce(new Error('503'));
  const script = await startScript();
  const [first, other] = [statesOf(), statesOf('other')];
  await passes(100);
  expect(first.at(-1)).toMatchObject({ status: 'ready', revision: 1, data: sampleData });
  expect(other.at(-1)).toMatchObject({ status: 'error', revision: 1, failure: 'load-failed' });
  void script.refresh();
  await passes(1_000);
  expect(first.at(-1)).toMatchObject({ status: 'ready', revision: 2, data: sampleData });
  expect(other.at(-1)).toMatchObject({ status: 'ready', revision: 2, data: 'other' });
});

test('a view that asks for another data set to be loaded again leaves the first one alone', async () => {
  share('other' as never, vi.fn(() => Promise.resolve('other')) as never);
  await startScript();
  const states: unknown[] = [];
  const view = subscribe<unknown>(channel, (state) => states.push(state), undefined, 'other');
  await passes(100);
  view.reload();
  await passes(1_000);
  expect(states.at(-1)).toMatchObject({ status: 'ready', revision: 2 });
  expect(load).toHaveBeenCalledOnce();
});

/** A channel on which nobody can listen for some events. */
function refusing(isRefused: (event: string) => boolean): typeof channel {
  return {
    emit: (event, payload) => channel.emit(event, payload),
    on: (event, listener) => (isRefused(event) ? Promise.reject(new Error('refused')) : channel.on(event, listener)),
  };
}

test('a data set that cannot be shared is reported, and the first one is shared all the same', async () => {
  share('other' as never, vi.fn(() => Promise.resolve('other')) as never);
  const refused = refusing((event) => event.endsWith('.other'));
  const publishing = publish(refused, { load, getPage: () => Promise.resolve(undefined) });
  await passes(100);
  publisher = await publishing;
  await publisher.refresh();
  expect(load).toHaveBeenCalledTimes(2);
  expect(onError.mock.calls.map(([, what]) => what)).toEqual([
    expect.stringContaining('does not hear'),
    expect.stringContaining('data set'),
  ]);
});

test('a script that cannot listen says so, and is no longer loaded again', async () => {
  const publishing = publish(
    refusing(() => true),
    { load, getPage: () => Promise.resolve(undefined) },
  );
  await expect(publishing).rejects.toThrow('refused');
  await expect(reload()).resolves.toBeUndefined();
  expect(load).not.toHaveBeenCalled();
  expect(onError).toHaveBeenCalledOnce();
});

test('the owner’s code can load all data again, also during the first load', async () => {
  load.mockImplementationOnce(() => new Promise((resolve) => setTimeout(resolve, 1_000, sampleData)));
  const publishing = publish(channel, { load, getPage: () => Promise.resolve(undefined) });
  await passes(500);
  void reload();
  await passes(2_000);
  publisher = await publishing;
  expect(load).toHaveBeenCalledTimes(2);
  publisher.stop();
  await reload();
  expect(load).toHaveBeenCalledTimes(2);
});

test('data is loaded again after each pause, until that is ended', async () => {
  await startScript();
  const end = reloadEvery(10_000);
  await passes(35_000);
  expect(load).toHaveBeenCalledTimes(4);
  end();
  await passes(60_000);
  expect(load).toHaveBeenCalledTimes(4);
});

test('while the page is hidden nothing is loaded again; when people come back, it is at once', async () => {
  const page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('document', page);
  await startScript();
  const end = reloadEvery(10_000);
  const change = () => page.dispatchEvent(new Event('visibilitychange'));
  change();
  expect(load).toHaveBeenCalledTimes(1);
  page.hidden = true;
  await passes(60_000);
  expect(load).toHaveBeenCalledTimes(1);
  page.hidden = false;
  change();
  await passes(100);
  expect(load).toHaveBeenCalledTimes(2);
  await passes(10_000);
  expect(load).toHaveBeenCalledTimes(3);
  page.hidden = true;
  await passes(20_000);
  end();
  page.hidden = false;
  change();
  await passes(100);
  expect(load).toHaveBeenCalledTimes(3);
});

test('a reload that fails is reported, and the next one comes; after the end, the one under way is the last', async () => {
  await startScript();
  const broken = Promise.reject<Publisher>(new Error('mine'));
  broken.catch(() => undefined);
  published.add(broken);
  const end = reloadEvery(10_000);
  await passes(10_100);
  expect(onError.mock.calls).toEqual([[expect.any(Error), expect.stringContaining('again')]]);
  published.delete(broken);
  load.mockImplementation(() => new Promise((resolve) => setTimeout(resolve, 1_000, sampleData)));
  await passes(10_000);
  expect(load).toHaveBeenCalledTimes(3);
  end();
  await passes(30_000);
  expect(load).toHaveBeenCalledTimes(3);
});

test('what nothing catches reaches the owner’s function, where the host has events for it', async () => {
  vi.stubGlobal('addEventListener', undefined);
  reportUncaught();
  const page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  reportUncaught();
  page.dispatchEvent(Object.assign(new Event('error'), { error: 'an error', message: 'its text' }));
  page.dispatchEvent(Object.assign(new Event('error'), { error: null, message: 'a text alone' }));
  page.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: 'a reason' }));
  await passes(1);
  expect(onError.mock.calls).toEqual(
    ['an error', 'a text alone', 'a reason'].map((error) => [error, 'An error that nothing caught:']),
  );
  expect(console.error).not.toHaveBeenCalled();
});

test('a failed load reaches the owner’s function', async () => {
  const reason = new Error('Jira said 503');
  load.mockRejectedValueOnce(reason);
  await startScript();
  expect(onError.mock.calls).toEqual([[reason, expect.stringContaining('load')]]);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('mine');
    },
  ],
  ['rejects', () => Promise.reject(new Error('mine'))],
])('an error is written to the console, also when the owner’s function %s', async (_, broken) => {
  onError.mockImplementationOnce(broken);
  report('Something failed:', 'a reason');
  await passes(1);
  expect(vi.mocked(console.error).mock.calls).toEqual([
    ['Something failed:', 'a reason'],
    [expect.stringContaining('onError'), expect.any(Error)],
  ]);
});

test('what takes too long is an error that names it', async () => {
  const waiting = within(5_000, new Promise(() => undefined), 'Asking Jira');
  const outcome = expect(waiting).rejects.toThrow('Asking Jira took longer than 5 s');
  await passes(5_000);
  await outcome;
  expect(vi.getTimerCount()).toBe(0);
});

test('what comes in time leaves no timer behind', async () => {
  expect(await within(5_000, Promise.resolve('done'), 'It')).toBe('done');
  await passes(0);
  expect(vi.getTimerCount()).toBe(0);
});

function passes(ms: number) {
  return vi.advanceTimersByTimeAsync(ms);
}
