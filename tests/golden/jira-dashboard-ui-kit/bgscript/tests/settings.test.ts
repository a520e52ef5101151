import { beforeEach, expect, test } from 'vitest';
import { host } from './host';
import { channel } from '../platform/events';
import { publish } from '../runtime/handshake';
import { DATA } from './fixtures/data';
import { startOurs as start } from './uikit';
import { until } from './until';

beforeEach(() => host.reset(true));

test('when Jira cannot save the settings, the reason is shown', async () => {
  host.extension = { gadgetConfiguration: { limit: 7 }, entryPoint: 'edit' };
  const submit = () => Promise.reject(new Error('Jira said no'));
  const edit = await start('edit', { submit });
  await until(() => edit.get('Textfield'));
  await until(() => edit.call(edit.get('Form'), 'onSubmit'));
  await until(() => expect(edit.get('SectionMessage').props.appearance).toBe('error'));
  expect(edit.text()).toContain('Jira said no');
});

test('a view shows what its configuration makes of the data', async () => {
  host.extension = { gadgetConfiguration: { limit: 2 } };
  await publish(channel, { load: () => Promise.resolve(DATA), getPage: () => Promise.resolve(undefined) });
  const view = await start('view');
  await until(() => expect(view.text()).toBe('one two Reload'));
});
