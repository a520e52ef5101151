import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CONTEXT } from './context';
import { emit, host } from './host';
import { onRefresh } from '../platform/refresh';

const reload = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  host.reset(true);
  host.extension = { ...CONTEXT, gadget: { id: '10001' } };
  reload.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([
  [{ origin: 'dashboard' }, 1],
  [{ origin: 'gadget', gadgetId: '10001' }, 1],
  [{ origin: 'gadget', gadgetId: '10002' }, 0],
])('after %o it loads again %i times', async (payload, times) => {
  await onRefresh(reload);
  await refresh(payload);
  expect(reload).toHaveBeenCalledTimes(times);
});

test('a refresh of one gadget concerns nobody who is in none', async () => {
  host.extension = CONTEXT;
  await onRefresh(reload);
  await refresh({ origin: 'gadget', gadgetId: '10001' });
  expect(reload).not.toHaveBeenCalled();
});

test('after a stop, a refresh does nothing', async () => {
  const stop = await onRefresh(reload);
  stop();
  await refresh({ origin: 'dashboard' });
  expect(reload).not.toHaveBeenCalled();
});

async function refresh(payload: object): Promise<void> {
  await emit({ event: 'JIRA_DASHBOARD_GADGET_REFRESH', payload });
  await vi.advanceTimersByTimeAsync(20); // the gadget reads its context first
}
