import { beforeEach, expect, test, vi } from 'vitest';
import { calls, host } from './host';
import { parseConfig } from '../../src/config';
import { savedConfig, startEditing } from '../platform/config.home-dashboard';
import { HOST_LIMIT_MS, TooLate } from '../runtime/limit';
import { until } from './until';

type Save = (config: object) => Promise<unknown>;
type Failed = (error: Error) => void;

const updateConfig = vi.fn();
let save: Save;
let fail: Failed;

beforeEach(() => {
  host.reset(true);
  updateConfig.mockReset();
  calls.getWidgetEditApi = () => ({
    onProductSave: (callback: Save) => (save = callback),
    onSaveError: (callback: Failed) => (fail = callback),
    updateConfig,
  });
});

test('the saved configuration is returned', async () => {
  host.extension = { config: { limit: 7 } };
  expect(await savedConfig()).toEqual({ limit: 7 });
});

test('each change reaches the live preview, and Save stores the latest', async () => {
  const editing = await startEditing(undefined, { limit: 10 });
  editing.change({ limit: 4 });
  editing.change({ limit: 3 });
  await until(() => expect(updateConfig.mock.calls).toEqual([[{ limit: 4 }], [{ limit: 3 }]]));
  expect(await save({})).toEqual({ limit: 3 });
});

test('without a change, Save stores what the view shows', async () => {
  await startEditing(undefined, { limit: 10 });
  expect(await save({})).toEqual({ limit: 10 });
});

test('keys of another version of the app are kept', async () => {
  const editing = await startEditing({ limit: 7, color: 'red' }, { limit: 7 });
  editing.change({ limit: 3 });
  await until(() => expect(updateConfig).toHaveBeenLastCalledWith({ limit: 3, color: 'red' }));
  expect(await save({ limit: 7, size: 'large' })).toEqual({ limit: 3, color: 'red', size: 'large' });
});

test('the dashboard’s reason reaches the edit view', async () => {
  const failed = vi.fn();
  const end = (await startEditing(undefined, {})).onSaveError(failed);
  fail(new Error('The dashboard is read-only'));
  end();
  fail(new Error('again'));
  expect(failed.mock.calls).toEqual([['The dashboard is read-only']]);
});

test('a reason that comes before the edit view listens is not lost', async () => {
  const editing = await startEditing(undefined, {});
  fail(new Error('The dashboard is read-only'));
  const failed = vi.fn();
  editing.onSaveError(failed)();
  editing.onSaveError(failed);
  expect(failed.mock.calls).toEqual([['The dashboard is read-only']]);
});

test('editing goes on when the live preview cannot be updated', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  updateConfig.mockImplementation(() => {
    throw new Error('gone');
  });
  (await startEditing(undefined, {})).change({ limit: 3 });
  await until(() => expect(warn).toHaveBeenCalledWith('The live preview was not updated:', expect.any(Error)));
  expect(await save({})).toEqual({ limit: 3 });
});

test('a preview has the defaults, also when the dashboard does not take them', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  calls.getWidgetApi = () => new Promise(() => undefined);
  host.extension = { type: 'dashboards:widget', context: {} };
  vi.useFakeTimers();
  const config = savedConfig();
  await vi.advanceTimersByTimeAsync(HOST_LIMIT_MS);
  vi.useRealTimers();
  expect(await config).toEqual(parseConfig(undefined));
  const tooLate = new TooLate('Setting the preview took longer than 10 s');
  expect(warn).toHaveBeenCalledWith('No settings for the preview:', tooLate);
});
