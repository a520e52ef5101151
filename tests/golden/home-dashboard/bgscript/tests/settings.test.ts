// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/dom';
import { beforeEach, expect, test, vi } from 'vitest';
import { calls, host } from './host';
import { channel } from '../platform/events';
import { publish } from '../runtime/handshake';
import { HOST_LIMIT_MS } from '../runtime/limit';
import { DATA } from './fixtures/data';
import { start } from './page';
import { until } from './until';

vi.mock('../../src/config', () => import('./fixtures/config'));
vi.mock('../../src/edit/Edit', () => import('./fixtures/Edit'));
vi.mock('../../src/sample', () => import('./fixtures/data').then(({ DATA: sampleData }) => ({ sampleData })));
vi.mock('../../src/view/View', () => import('./fixtures/View'));

const updateConfig = vi.fn();
let save: (config: object) => Promise<unknown>;
let fail: (error: Error) => void;

beforeEach(() => {
  host.reset(true);
  updateConfig.mockReset();
  calls.getWidgetEditApi = () => ({
    onProductSave: (callback: typeof save) => (save = callback),
    onSaveError: (callback: typeof fail) => (fail = callback),
    updateConfig,
  });
});

test('when the dashboard cannot save the settings, the reason is shown until somebody changes something', async () => {
  host.extension = { config: { limit: 7 } };
  await start('edit');
  const field = await screen.findByLabelText<HTMLInputElement>('Limit');
  type(field, '5');
  fail(new Error('The dashboard is read-only'));
  expect((await screen.findByRole('alert')).textContent).toContain('The dashboard is read-only');
  type(field, '3');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('what the app does not accept is shown as an error, and is not stored', async () => {
  host.extension = { config: { limit: 7 } };
  await start('edit');
  const field = await screen.findByLabelText<HTMLInputElement>('Limit');
  expect([field.value, screen.queryByRole('alert')]).toEqual(['7', null]);
  type(field, '-1');
  expect((await screen.findByRole('alert')).textContent).toBe('The limit is below zero.');
  expect(await save({})).toEqual({ limit: 7 });
  type(field, '3');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  expect(updateConfig.mock.calls).toEqual([[{ limit: 3 }]]);
  expect(await save({})).toEqual({ limit: 3 });
});

test('without a change, Save stores what the fields show', async () => {
  host.extension = { config: { color: 'red' } };
  await start('edit');
  const field = await screen.findByLabelText<HTMLInputElement>('Limit');
  expect(field.value).toBe('10');
  expect(await save({})).toEqual({ limit: 10, color: 'red' });
});

test('settings that the app cannot read are left as they are, and the page says so', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue();
  host.extension = { config: { limit: -1 } };
  await start('edit');
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('An error in this app keeps it from showing these settings.');
  expect(await save({})).toEqual({ limit: -1 });
  error.mockClear();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  const text = 'An error in this app keeps it from showing these settings.';
  await waitFor(() => expect(error).toHaveBeenCalledWith(text, new Error('The limit is below zero.')));
});

test('when the dashboard does not answer, the page says so, and its fields can be changed', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue();
  const asked = vi.fn(() => new Promise(() => undefined));
  calls.getWidgetEditApi = asked;
  vi.useFakeTimers();
  const starting = start('edit');
  await until(() => expect(asked).toHaveBeenCalled());
  await vi.advanceTimersByTimeAsync(HOST_LIMIT_MS);
  vi.useRealTimers();
  await starting;
  const field = await screen.findByLabelText<HTMLInputElement>('Limit');
  type(field, '3');
  expect([field.value, screen.getByRole('alert').textContent]).toEqual(['3', 'the dashboard does not answer.']);
  const tooLate = expect.objectContaining({ message: 'Connecting with the dashboard took longer than 10 s' }) as Error;
  expect(error).toHaveBeenCalledWith('The dashboard does not save these settings:', tooLate);
});

test('a view shows what its configuration makes of the data', async () => {
  host.extension = { config: { limit: 2 } };
  await publish(channel, { load: () => Promise.resolve(DATA), getPage: () => Promise.resolve(undefined) });
  await start('view');
  await screen.findAllByRole('listitem');
  await waitFor(() => expect(screen.queryAllByRole('listitem')).toHaveLength(2));
});

test('that the settings of a view are not known is reported', async () => {
  const error = vi.spyOn(console, 'error').mockReturnValue();
  host.extension = { context: null };
  await start('view');
  const cause = expect.any(TypeError) as Error;
  await waitFor(() => expect(error).toHaveBeenCalledWith('The settings of this view are not known:', cause));
});

test('a view in the list of widgets shows the sample, without a script', async () => {
  const setPreviewConfig = vi.fn();
  calls.getWidgetApi = () => ({ setPreviewConfig });
  host.extension = { context: { dashboardId: 'dashboard-1' } };
  const view = await start('view');
  expect(await screen.findAllByRole('listitem')).toHaveLength(3);
  expect(view.querySelector('main')?.dataset).toMatchObject({ state: 'ready', revision: '0' });
  expect(setPreviewConfig).toHaveBeenCalledWith({ limit: 10 });
});

function type(field: HTMLInputElement, value: string): void {
  fireEvent.input(field, { target: { value } });
}
