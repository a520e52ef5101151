// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { host } from './host';
import type { Events } from '../../src/contract';
import { channel } from '../platform/events';
import { useEvent } from '../runtime/useEvent';
import { useOwnData } from '../runtime/useOwnData';
import { useSharedData } from '../runtime/useSharedData';

const isPreview = vi.hoisted(() => vi.fn<() => boolean>());
vi.mock('../platform/context', async (original) => ({ ...(await original<object>()), isPreview }));

type Event = keyof Events;
const EVENT = 'app.request-data';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockReturnValue();
  host.reset(true);
  isPreview.mockReset().mockReturnValue(false);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test('a component hears an event for as long as it is there, with its newest listener', async () => {
  const [first, second, onListening] = [vi.fn(), vi.fn(), vi.fn()];
  const { rerender, unmount } = renderHook(({ listener }) => useEvent(EVENT, listener, onListening), {
    initialProps: { listener: first },
  });
  await passes(10);
  expect(onListening).toHaveBeenCalledOnce();
  await channel.emit(EVENT, { reload: true });
  expect(first).toHaveBeenCalledWith({ reload: true });
  rerender({ listener: second });
  await channel.emit(EVENT, {});
  unmount();
  await passes(10);
  await channel.emit(EVENT, {});
  expect([first, second].map((listener) => listener.mock.calls.length)).toEqual([1, 1]);
  expect(host.listeners.get(EVENT)?.size).toBe(0);
});

test('a listener that throws is reported', async () => {
  renderHook(() =>
    useEvent(EVENT, () => {
      throw new Error('mine');
    }),
  );
  await passes(10);
  await channel.emit(EVENT, {});
  expect(console.error).toHaveBeenCalledWith(expect.stringContaining(EVENT), expect.any(Error));
});

test('it needs no function for the start, follows another event, and hears nothing after its end', async () => {
  const listener = vi.fn();
  const on = vi.spyOn(channel, 'on');
  const { rerender, unmount } = renderHook(({ event }: { event: Event }) => useEvent(event, listener), {
    initialProps: { event: EVENT as Event },
  });
  await passes(10);
  rerender({ event: 'app.data-change' });
  await passes(10);
  await channel.emit(EVENT, {});
  expect(listener).not.toHaveBeenCalled();
  await channel.emit('app.data-change', { session: 'a', revision: 1, status: 'loading' });
  unmount(); // the host takes the listener away some time later
  on.mock.lastCall?.[1]({});
  expect(listener).toHaveBeenCalledOnce();
  expect(console.error).not.toHaveBeenCalled();
});

test('that the host does not take a listener is reported', async () => {
  const refused = new Error('refused');
  vi.spyOn(channel, 'on').mockRejectedValueOnce(refused);
  renderHook(() => useEvent(EVENT, vi.fn()));
  await passes(10);
  expect(console.error).toHaveBeenCalledWith(expect.stringContaining(EVENT), refused);
});

const listeners = () => host.listeners.get('app.data-change')?.size ?? 0;

test('shared data is asked for while the component is there, and not by one that is gone at once', async () => {
  renderHook(() => useSharedData()).unmount();
  await passes(10);
  expect([host.count(EVENT), listeners()]).toEqual([0, 0]);
  const { result, unmount } = renderHook(() => useSharedData());
  result.current[1](); // it has not started yet
  await passes(10);
  expect([host.count(EVENT), listeners()]).toEqual([1, 1]);
  unmount();
  await passes(10);
  expect(listeners()).toBe(0);
});

test('a component that asks for another data set gets that one only', async () => {
  const { rerender } = renderHook(({ name }) => useSharedData(name as never), { initialProps: { name: 'first' } });
  await passes(10);
  rerender({ name: 'second' });
  await passes(10);
  const counts = ['first', 'second'].map((name) => host.listeners.get(`app.data-change.${name}`)?.size);
  expect([host.count(`${EVENT}.second`), ...counts]).toEqual([1, 0, 1]);
});

test('in a preview, another data set is the sample that the view gives, if it gives one', async () => {
  isPreview.mockReturnValue(true);
  const stateOf = async (sample?: string) => {
    const { result } = renderHook(() => useSharedData('another' as never, sample as never));
    await passes(10);
    return result.current[0];
  };
  expect(await stateOf('a sample')).toEqual({ status: 'ready', revision: 0, busy: false, data: 'a sample' });
  expect(await stateOf()).toEqual({ status: 'waiting', revision: 0, busy: true });
  expect(host.emitted).toEqual([]);
});

test('that a view could not start is reported', async () => {
  const cause = new Error('of the context');
  isPreview.mockImplementation(() => {
    throw cause;
  });
  renderHook(() => useSharedData());
  await passes(10);
  expect(console.error).toHaveBeenCalledWith('This view could not start:', cause);
});

test('a view’s own data: when another question has no answer, that of the first one is not shown; the newest function loads', async () => {
  const load = vi.fn().mockResolvedValue('the first answer');
  const failing = vi.fn().mockRejectedValue(new Error('503'));
  const { result, rerender } = renderHook(({ question, by }) => useOwnData(question, by), {
    initialProps: { question: 'first', by: load },
  });
  await passes(10);
  rerender({ question: 'second', by: failing });
  await passes(10);
  expect(result.current[0]).toEqual({ status: 'error', revision: 1, busy: false, failure: 'load-failed' });
  expect([load, failing].map((each) => each.mock.calls)).toEqual([[['first']], [['second']]]);
  expect(console.error).toHaveBeenCalledWith(expect.stringContaining('its data'), expect.any(Error));
  act(() => result.current[1]());
  expect(result.current[0]).toEqual({ status: 'waiting', revision: 0, busy: true });
});

test('a view’s own data: another question is another load, and a late answer to the first one is not shown', async () => {
  const load = vi.fn(({ project }: { project: string }) => after(project === 'SLOW' ? 500 : 100, `about ${project}`));
  const { result, rerender } = renderHook(({ project }) => useOwnData({ project }, load), {
    initialProps: { project: 'SLOW' },
  });
  expect(result.current[0]).toEqual({ status: 'waiting', revision: 0, busy: true });
  await passes(50);
  rerender({ project: 'FAST' });
  await passes(1_000);
  expect(result.current[0]).toEqual({ status: 'ready', revision: 1, busy: false, data: 'about FAST' });
  rerender({ project: 'FAST' });
  await passes(1_000);
  expect(load).toHaveBeenCalledTimes(2);
  rerender({ project: 'SLOW' });
  expect(result.current[0].status).toBe('waiting');
});

test('it can be loaded again: the data stays meanwhile, and also when that fails', async () => {
  const load = vi.fn(() => after(100, 'old'));
  const { result } = renderHook(() => useOwnData('all', load));
  await passes(200);
  load.mockImplementationOnce(() => after(100, 'new'));
  act(() => result.current[1]());
  expect(result.current[0]).toEqual({ status: 'ready', revision: 1, busy: true, data: 'old' });
  await passes(200);
  expect(result.current[0]).toEqual({ status: 'ready', revision: 2, busy: false, data: 'new' });
  load.mockRejectedValueOnce(new Error('503'));
  act(() => result.current[1]());
  await passes(200);
  expect(result.current[0]).toEqual({ status: 'ready', revision: 2, busy: false, data: 'new', failure: 'load-failed' });
});

test('a load of its own that never ends has failed after 30 s', async () => {
  const { result } = renderHook(() => useOwnData('all', () => new Promise<string>(() => undefined)));
  await passes(29_000);
  expect(result.current[0].status).toBe('waiting');
  await passes(2_000);
  expect(result.current[0]).toEqual({ status: 'error', revision: 1, busy: false, failure: 'load-failed' });
});

function after(ms: number, data: string): Promise<string> {
  return new Promise((resolve) => setTimeout(resolve, ms, data));
}

function passes(ms: number) {
  return act(() => vi.advanceTimersByTimeAsync(ms));
}
