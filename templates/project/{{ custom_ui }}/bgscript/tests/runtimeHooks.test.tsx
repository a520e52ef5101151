// @vitest-environment happy-dom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { host } from './host';
import { channel } from '../platform/events';
import { useEvent } from '../runtime/useEvent';
import { useOwnData } from '../runtime/useOwnData';

const EVENT = 'app.request-data';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockReturnValue();
  host.reset(true);
});
afterEach(() => {
  cleanup();
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
