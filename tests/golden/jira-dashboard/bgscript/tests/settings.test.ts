// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/dom';
import { beforeEach, expect, test, vi } from 'vitest';
import { calls, host } from './host';
import { channel } from '../platform/events';
import { publish } from '../runtime/handshake';
import { DATA } from './fixtures/data';
import { start } from './page';

vi.mock('../../src/config', () => import('./fixtures/config'));
vi.mock('../../src/edit/Edit', () => import('./fixtures/Edit'));
vi.mock('../../src/view/View', () => import('./fixtures/View'));

beforeEach(() => {
  host.reset(true);
});

test('when Jira cannot save the settings, the reason is shown', async () => {
  host.extension = { gadgetConfiguration: { limit: 7 }, entryPoint: 'edit' };
  calls.submit = () => Promise.reject(new Error('Jira said no'));
  await start('edit');
  fireEvent.input(await screen.findByLabelText('Limit'), { target: { value: '3' } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect((await screen.findByRole('alert')).textContent).toContain('Jira said no');
});

test('a view shows what its configuration makes of the data', async () => {
  host.extension = { gadgetConfiguration: { limit: 2 } };
  await publish(channel, { load: () => Promise.resolve(DATA), getPage: () => Promise.resolve(undefined) });
  await start('view');
  await screen.findAllByRole('listitem');
  await waitFor(() => expect(screen.queryAllByRole('listitem')).toHaveLength(2));
});
