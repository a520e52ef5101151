import { beforeEach, expect, test, vi } from 'vitest';
import { calls, host } from './host';
import { save, savedConfig, savedRefresh } from '../platform/config';

const submit = vi.fn();

beforeEach(() => {
  host.reset(true);
  calls.submit = submit.mockReset();
});

test('the saved configuration is returned', async () => {
  host.extension = { gadgetConfiguration: { limit: 7 } };
  expect(await savedConfig()).toEqual({ limit: 7 });
});

test('keys of another version of the app are kept', async () => {
  await save({ limit: 7, color: 'red' }, { limit: 3 });
  expect(submit).toHaveBeenCalledWith({ limit: 3, color: 'red' });
});

test.each([
  [15, { limit: 3, refresh: 15 }],
  [undefined, { limit: 3 }],
  [0, { limit: 3 }],
  [1.5, { limit: 3 }],
  [NaN, { limit: 3 }],
])('for %s minutes, Jira gets a refresh only if that is a positive whole number', async (minutes, submitted) => {
  await save({ refresh: 30 }, { limit: 3 }, minutes);
  expect(submit).toHaveBeenCalledWith(submitted);
});

test.each([
  [{ refresh: 15 }, 15],
  [{ refresh: '15' }, undefined],
  [undefined, undefined],
])('saved as %o, the automatic refresh is %s', (saved, minutes) => {
  expect(savedRefresh(saved)).toBe(minutes);
});

test('a configuration that Jira does not store is an error', async () => {
  submit.mockRejectedValue(new Error('Jira said no'));
  await expect(save(undefined, { limit: 3 })).rejects.toThrow('Jira said no');
});
