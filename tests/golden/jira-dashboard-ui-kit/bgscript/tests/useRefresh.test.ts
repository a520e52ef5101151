import { beforeEach, expect, test, vi } from 'vitest';
import { emit, host } from './host';
import { getContext, pageOf } from '../platform/context';
import { channel } from '../platform/events';
import { publish } from '../runtime/handshake';
import { DATA } from './fixtures/data';
import { startOurs as start } from './uikit';
import { until } from './until';

const REFRESH = 'JIRA_DASHBOARD_GADGET_REFRESH';

beforeEach(() => {
  host.reset(true);
  host.extension = { type: 'jira:dashboardGadget', gadget: { id: '10001' }, dashboard: { id: '10002' } };
});

test('when people refresh the dashboard, the view loads again', async () => {
  const load = vi.fn().mockResolvedValue(DATA);
  const script = await publish(channel, { load, getPage: async () => pageOf(await getContext()) });
  const view = await start('view');
  await until(() => expect(view.text()).toContain('Reload'));
  await until(() => expect(host.listeners.get(REFRESH)?.size).toBeGreaterThan(0));
  await emit({ event: REFRESH, payload: { origin: 'dashboard' } });
  await until(() => expect(load).toHaveBeenCalledTimes(2));
  script.stop();
});
