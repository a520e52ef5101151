import { beforeEach, expect, test, vi } from 'vitest';
import { host } from './host';
import { channel } from '../platform/events';
import { publish } from '../runtime/handshake';
import { DATA } from './fixtures/data';
import { startOurs as start } from './uikit';

beforeEach(() => host.reset(true));

test('when the dashboard cannot save the settings, the reason is shown until somebody changes something', async () => {
  let fail: ((error: Error) => void) | undefined;
  host.extension = { config: { limit: 7 } };
  const edit = await start('edit', {
    getWidgetEditApi: () => ({
      onProductSave: () => undefined,
      onSaveError: (callback: typeof fail) => (fail = callback),
      updateConfig: () => undefined,
    }),
  });
  await vi.waitFor(() => edit.get('Textfield'), 10_000);
  fail?.(new Error('The dashboard is read-only'));
  await vi.waitFor(() => expect(edit.get('SectionMessage').props.appearance).toBe('error'), 10_000);
  expect(edit.text()).toContain('The dashboard is read-only');
  edit.call(edit.get('Textfield'), 'onChange', { target: { value: '3' } });
  await vi.waitFor(() => expect(edit.all('SectionMessage')).toEqual([]), 10_000);
});

test('a view shows what its configuration makes of the data', async () => {
  host.extension = { config: { limit: 2 } };
  await publish(channel, { load: () => Promise.resolve(DATA), getPage: () => Promise.resolve(undefined) });
  const view = await start('view');
  await vi.waitFor(() => expect(view.text()).toBe('one two Reload'), 10_000);
});
