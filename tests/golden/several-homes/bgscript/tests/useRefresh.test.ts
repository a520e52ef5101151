// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/dom';
import { cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { calls, emit, host } from './host';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { publish } from '../runtime/handshake';
import { useRefresh } from '../runtime/useRefresh';
import { DATA } from './fixtures/data';
import { start } from './page';

vi.mock('../../src/config', () => import('./fixtures/config'));
vi.mock('../../src/view/View', () => import('./fixtures/View'));

const REFRESH = 'JIRA_DASHBOARD_GADGET_REFRESH';
const listeners = () => host.listeners.get(REFRESH)?.size ?? 0;
const refresh = () => emit({ event: REFRESH, payload: { origin: 'dashboard' } });

beforeEach(() => {
  host.reset(true);
  host.extension = { type: 'jira:dashboardGadget', gadget: { id: '10001' }, dashboard: { id: '10002' } };
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

test('when people refresh the dashboard, the view loads again', async () => {
  const load = vi.fn().mockResolvedValue(DATA);
  const script = await publish(channel, { load, getPage: async () => pageOf(await getContext()) });
  await start('view');
  await screen.findByRole('button', { name: 'Reload' });
  await waitFor(() => expect(listeners()).toBeGreaterThan(0));
  await refresh();
  await waitFor(() => expect(load).toHaveBeenCalledTimes(2));
  script.stop();
});

test('a component hears of a refresh for as long as it is there, with its newest function', async () => {
  const [first, second] = [vi.fn(), vi.fn()];
  const { rerender, unmount } = renderHook(useRefresh, { initialProps: first });
  await waitFor(() => expect(listeners()).toBe(1));
  await refresh();
  await waitFor(() => expect(first).toHaveBeenCalledOnce());
  rerender(second);
  await waitFor(() => expect(host.listeners.get(REFRESH)?.size).toBe(1));
  await refresh();
  await waitFor(() => expect(second).toHaveBeenCalledOnce());
  expect(first).toHaveBeenCalledOnce();
  unmount();
  await waitFor(() => expect(listeners()).toBe(0));
});

test('that the host does not take the listener is reported', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue();
  const refused = new Error('refused');
  const { on } = calls;
  calls.on = () => Promise.reject(refused);
  renderHook(() => useRefresh(vi.fn())).unmount();
  await waitFor(() => expect(error.mock.calls).toEqual([['This view does not hear of refreshes:', refused]]));
  calls.on = on!;
});
