import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { calls } from './host';
import { followTheme } from '../platform/theme';

const warn = vi.spyOn(console, 'warn');

beforeEach(() => warn.mockReset().mockReturnValue());
afterEach(() => {
  vi.useRealTimers();
});

test('the page follows the theme of the product', async () => {
  calls.enableTheming = vi.fn();
  await followTheme();
  expect(calls.enableTheming).toHaveBeenCalledOnce();
  expect(warn).not.toHaveBeenCalled();
});

test('a page whose product has no theme is shown all the same', async () => {
  const refused = new Error('no theme');
  calls.enableTheming = () => Promise.reject(refused);
  await followTheme();
  expect(warn).toHaveBeenCalledWith('The theme of the product is not available:', refused);
});

test('a page waits two seconds for the theme', async () => {
  calls.enableTheming = () => new Promise(() => undefined);
  vi.useFakeTimers();
  const following = followTheme();
  await vi.advanceTimersByTimeAsync(1_900);
  expect(warn).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  await following;
  const tooLate = expect.objectContaining({ message: 'Enabling the theme took longer than 2 s' }) as Error;
  expect(warn).toHaveBeenCalledWith('The theme of the product is not available:', tooLate);
});
