import { beforeEach, expect, test, vi } from 'vitest';
import { host } from './host';
import { channel } from '../platform/events';
import { publish } from '../runtime/handshake';
import { DATA } from './fixtures/data';
import { startOurs as start } from './uikit';

beforeEach(() => host.reset(true));

test('when Jira cannot save the settings, the reason is shown', async () => {
  host.extension = { gadgetConfiguration: { limit: 7 }, entryPoint: 'edit' };
  const submit = () => Promise.reject(new Error('Jira said no'));
  const edit = await start('edit', { submit });
  await vi.waitFor(() => edit.get('Textfield'), 10_000);
  await vi.waitFor(() => edit.call(edit.get('Form'), 'onSubmit'), 10_000);
  await vi.waitFor(() => expect(edit.get('SectionMessage').props.appearance).toBe('error'), 10_000);
  expect(edit.text()).toContain('Jira said no');
});

test('a view shows what its configuration makes of the data', async () => {
  host.extension = { gadgetConfiguration: { limit: 2 } };
  await publish(channel, { load: () => Promise.resolve(DATA), getPage: () => Promise.resolve(undefined) });
  const view = await start('view');
  await vi.waitFor(() => expect(view.text()).toBe('one two Reload'), 10_000);
});
