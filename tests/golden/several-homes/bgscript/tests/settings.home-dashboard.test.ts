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

let fail: (error: Error) => void;

beforeEach(() => {
  host.reset(true);
  calls.getWidgetEditApi = () => ({
    onProductSave: () => undefined,
    onSaveError: (callback: typeof fail) => (fail = callback),
    updateConfig: () => undefined,
  });
});

test('when the dashboard cannot save the settings, the reason is shown until somebody changes something', async () => {
  host.extension = { type: 'dashboards:widget', config: { limit: 7 } };
  await start('edit');
  const field = await screen.findByLabelText<HTMLInputElement>('Limit');
  fireEvent.input(field, { target: { value: '5' } });
  fail(new Error('The dashboard is read-only'));
  expect((await screen.findByRole('alert')).textContent).toContain('The dashboard is read-only');
  fireEvent.input(field, { target: { value: '3' } });
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('a view shows what its configuration makes of the data', async () => {
  host.extension = { type: 'dashboards:widget', config: { limit: 2 } };
  await publish(channel, { load: () => Promise.resolve(DATA), getPage: () => Promise.resolve(undefined) });
  await start('view');
  await screen.findAllByRole('listitem');
  await waitFor(() => expect(screen.queryAllByRole('listitem')).toHaveLength(2));
});
