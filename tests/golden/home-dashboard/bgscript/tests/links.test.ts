import type { ComponentProps, MouseEvent, ReactElement } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { calls, host } from './host';
import { Link } from '../platform/Link';
import { follow } from '../platform/links';
import { until } from './until';

const navigate = vi.fn<(location: { url: string; type: string }) => Promise<void>>();

beforeEach(() => {
  host.reset(true);
  navigate.mockReset().mockResolvedValue();
  calls.navigate = navigate;
});

test.each([
  [{}, 'same-tab'],
  [{ ctrlKey: true }, 'new-tab'],
  [{ metaKey: true }, 'new-tab'],
  [{ shiftKey: true }, 'new-tab'],
])('a click with %j on a link opens it in the %s', async (keys, type) => {
  const preventDefault = vi.fn();
  const { props } = Link({ href: '/browse/TEAM-7', title: 'A task' }) as ReactElement<ComponentProps<'a'>>;
  expect(props).toMatchObject({ href: '/browse/TEAM-7', title: 'A task' });
  props.onClick?.({ preventDefault, ...keys } as unknown as MouseEvent<HTMLAnchorElement>);
  expect(preventDefault).toHaveBeenCalledOnce();
  await until(() => expect(navigate).toHaveBeenCalledWith({ url: '/browse/TEAM-7', type }));
});

test.each([
  [false, 'same-tab'],
  [true, 'new-tab'],
])('a link goes through the product’s router (new tab: %s)', async (newTab, type) => {
  follow('/browse/TEAM-7', newTab);
  await until(() => expect(navigate).toHaveBeenCalledWith({ url: '/browse/TEAM-7', type }));
});

test('when the user declines a link, there is no unhandled rejection', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  navigate.mockRejectedValue(new Error('declined'));
  follow('https://example.com');
  await until(() => expect(navigate.mock.lastCall).toMatchObject([{ type: 'same-tab' }]));
  const text = 'The link to https://example.com was not followed:';
  await until(() => expect(warn).toHaveBeenCalledWith(text, new Error('declined')));
});
