import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { host } from './host';
import { channel } from '../platform/events';
import { publish } from '../runtime/handshake';
import { HOST_LIMIT_MS } from '../runtime/limit';
import { DATA } from './fixtures/data';
import { bundle, startOurs as start, type FrontEnd } from './uikit';
import { until } from './until';

const updateConfig = vi.fn();
let save: (config: object) => Promise<unknown>;
let fail: (error: Error) => void;
const dashboard = {
  getWidgetEditApi: () => ({
    onProductSave: (callback: typeof save) => (save = callback),
    onSaveError: (callback: typeof fail) => (fail = callback),
    updateConfig,
  }),
};

beforeEach(() => {
  host.reset(true);
  updateConfig.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('when the dashboard cannot save the settings, the reason is shown until somebody changes something', async () => {
  const edit = await startEdit({ limit: 7 });
  fail(new Error('The dashboard is read-only'));
  await until(() => expect(edit.get('SectionMessage').props.appearance).toBe('error'));
  expect(edit.text()).toContain('The dashboard is read-only');
  type(edit, '3');
  await until(() => expect(edit.all('SectionMessage')).toEqual([]));
});

test('what the app does not accept is shown as an error, and is not stored', async () => {
  const edit = await startEdit({ limit: 7 });
  expect([valueOf(edit), edit.all('SectionMessage')]).toEqual(['7', []]);
  type(edit, '-1');
  await until(() => expect(edit.text()).toBe('The limit is below zero.'));
  expect(await save({})).toEqual({ limit: 7 });
  type(edit, '3');
  await until(() => expect([valueOf(edit), edit.text()]).toEqual(['3', '']));
  expect(updateConfig.mock.calls).toEqual([[{ limit: 3 }]]);
  expect(await save({})).toEqual({ limit: 3 });
});

test('without a change, Save stores what the fields show', async () => {
  const edit = await startEdit({ color: 'red' });
  expect(valueOf(edit)).toBe('10');
  expect(await save({})).toEqual({ limit: 10, color: 'red' });
});

test('settings that the app cannot read are left as they are, and the page says so', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue();
  const edit = await startEdit({ limit: -1 }, 'Button');
  const text = 'An error in this app keeps it from showing these settings.';
  expect(edit.text()).toContain(text);
  expect(await save({})).toEqual({ limit: -1 });
  error.mockClear();
  edit.click('Try again');
  const cause = expect.objectContaining({ message: 'The limit is below zero.' }) as Error;
  await until(() => expect(error).toHaveBeenCalledWith(text, cause));
});

test('when the dashboard does not answer, the page says so, and its fields can be changed', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue();
  await bundle('edit', true); // with real timers
  vi.useFakeTimers();
  const addEventListener = vi.fn();
  const edit = await start('edit', { getWidgetEditApi: () => new Promise(() => undefined) }, { addEventListener });
  await vi.advanceTimersByTimeAsync(HOST_LIMIT_MS + 1_000);
  type(edit, '3');
  await vi.advanceTimersByTimeAsync(1_000);
  expect([valueOf(edit), edit.text()]).toEqual(['3', 'the dashboard does not answer.']);
  const tooLate = expect.objectContaining({ message: 'Connecting with the dashboard took longer than 10 s' }) as Error;
  expect(error).toHaveBeenCalledWith('The dashboard does not save these settings:', tooLate);
  expect(addEventListener).toHaveBeenCalledTimes(2); // for errors that nothing catches
});

test('a view shows what its configuration makes of the data', async () => {
  host.extension = { config: { limit: 2 } };
  await publish(channel, { load: () => Promise.resolve(DATA), getPage: () => Promise.resolve(undefined) });
  const view = await start('view');
  await until(() => expect(view.text()).toBe('one two Reload'));
});

/** Starts the edit view of a widget with these settings, and waits for an element of it. */
async function startEdit(config: object, element = 'Textfield'): Promise<FrontEnd> {
  host.extension = { config };
  const edit = await start('edit', dashboard);
  await until(() => edit.get(element));
  return edit;
}

function type(edit: FrontEnd, value: string): void {
  edit.call(edit.get('Textfield'), 'onChange', { target: { value } });
}

function valueOf(edit: FrontEnd): unknown {
  return edit.get('Textfield').props.defaultValue;
}
