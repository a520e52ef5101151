import { beforeEach, expect, test, vi } from 'vitest';
import { calls, host } from './host';
import { follow } from '../platform/links';

const navigate = vi.fn<(location: { url: string; type: string }) => Promise<void>>();

beforeEach(() => {
  host.reset(true);
  navigate.mockReset().mockResolvedValue();
  calls.navigate = navigate;
});

test.each([
  [false, 'same-tab'],
  [true, 'new-tab'],
])('a link goes through the product’s router (new tab: %s)', async (newTab, type) => {
  follow('/browse/TEAM-7', newTab);
  await vi.waitFor(() => expect(navigate).toHaveBeenCalledWith({ url: '/browse/TEAM-7', type }));
});

test('when the user declines a link, there is no unhandled rejection', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  navigate.mockRejectedValue(new Error('declined'));
  follow('https://example.com');
  await vi.waitFor(() => expect(warn).toHaveBeenCalled());
});
