import { beforeEach, expect, test, vi } from 'vitest';
import { host } from './host';
import { channel } from '../platform/events';
import { publish } from '../runtime/handshake';
import { DATA } from './fixtures/data';
import { startOurs as start, type FrontEnd } from './uikit';
import { until } from './until';

beforeEach(() => host.reset(true));

test('when Jira cannot save the settings, the reason is shown until people save again', async () => {
  const submit = vi.fn().mockRejectedValueOnce(new Error('Jira said no')).mockResolvedValue(undefined);
  const edit = await startEdit({ limit: 7, refresh: 15 }, submit);
  edit.call(edit.get('Form'), 'onSubmit');
  await until(() => expect(edit.get('SectionMessage').props.appearance).toBe('error'));
  expect(edit.text()).toContain('Jira said no');
  edit.call(edit.get('Form'), 'onSubmit');
  await until(() => expect(edit.all('SectionMessage')).toEqual([]));
  expect(submit.mock.calls).toEqual([[{ limit: 7, refresh: 15 }], [{ limit: 7, refresh: 15 }]]);
});

test('an error that nothing catches reaches the owner’s function, where the host has events for it', async () => {
  const addEventListener = vi.fn<(event: string) => void>();
  await startEdit({}, vi.fn(), { addEventListener });
  expect(addEventListener.mock.calls.map(([event]) => event)).toEqual(['error', 'unhandledrejection']);
});

test('a view shows what its configuration makes of the data', async () => {
  host.extension = { gadgetConfiguration: { limit: 2 } };
  await publish(channel, { load: () => Promise.resolve(DATA), getPage: () => Promise.resolve(undefined) });
  const view = await start('view');
  await until(() => expect(view.text()).toBe('one two Reload'));
});

/** Starts the edit mode of a gadget with these settings, and waits for its form. */
async function startEdit(gadgetConfiguration: object, submit: () => unknown, globals?: object): Promise<FrontEnd> {
  host.extension = { gadgetConfiguration, entryPoint: 'edit' };
  const edit = await start('edit', { submit }, globals);
  await until(() => expect(edit.get('Form').props.onSubmit).toBeTypeOf('function'));
  return edit;
}
