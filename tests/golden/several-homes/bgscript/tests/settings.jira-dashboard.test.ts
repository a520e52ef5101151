// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/dom';
import { createElement } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { calls, host } from './host';
import { channel } from '../platform/events';
import { publish } from '../runtime/handshake';
import { DATA } from './fixtures/data';
import { start } from './page';

vi.mock('../../src/config', () => import('./fixtures/config'));
vi.mock('../../src/edit/Edit', () => import('./fixtures/Edit'));
vi.mock('../../src/view/View', () => import('./fixtures/View'));

interface AutoRefreshProps {
  minutes: number | undefined;
  onChange: (minutes: number) => void;
}
vi.mock('../../src/edit/AutoRefresh', () => ({
  AutoRefresh: ({ minutes, onChange }: AutoRefreshProps) =>
    createElement('button', { type: 'button', onClick: () => onChange(30) }, `Refresh: ${minutes}`),
}));

const submit = vi.fn<(config: object) => Promise<void>>();

beforeEach(() => {
  host.reset(true);
  submit.mockReset().mockResolvedValue();
});

test('Save stores what people set, and keys of another version of the app', async () => {
  calls.submit = submit;
  const field = await startEdit({ limit: 7, color: 'red', refresh: 15 });
  expect([field.value, screen.queryByRole('alert')]).toEqual(['7', null]);
  type(field, '3');
  click('Save');
  await waitFor(() => expect(submit).toHaveBeenLastCalledWith({ limit: 3, color: 'red', refresh: 15 }));
  click('Refresh: 15');
  await screen.findByRole('button', { name: 'Refresh: 30' });
  click('Save');
  await waitFor(() => expect(submit).toHaveBeenLastCalledWith({ limit: 3, color: 'red', refresh: 30 }));
  expect(fireEvent.submit(field.form!)).toBe(false); // the browser would load another page
});

test('why something was not saved is shown until people save again', async () => {
  calls.submit = submit.mockRejectedValueOnce(new Error('Jira said no'));
  const field = await startEdit({ limit: 7 });
  type(field, '-1');
  click('Save');
  expect((await screen.findByRole('alert')).textContent).toBe('The limit is below zero.');
  expect(submit).not.toHaveBeenCalled();
  type(field, '3');
  click('Save');
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('Jira said no'));
  click('Save');
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('settings that the app cannot read are an error that people can read', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  host.extension = { type: 'jira:dashboardGadget', gadgetConfiguration: { limit: -1 }, entryPoint: 'edit' };
  await start('edit');
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('An error in this app keeps it from showing these settings.');
});

test('an error that nothing catches reaches the owner’s function', async () => {
  const addEventListener = vi.fn<(event: string) => void>();
  vi.stubGlobal('addEventListener', addEventListener);
  await startEdit({});
  vi.unstubAllGlobals();
  const events = addEventListener.mock.calls.map(([event]) => event);
  expect(events).toEqual(expect.arrayContaining(['error', 'unhandledrejection']));
});

test('a view shows what its configuration makes of the data', async () => {
  host.extension = { type: 'jira:dashboardGadget', gadgetConfiguration: { limit: 2 } };
  await publish(channel, { load: () => Promise.resolve(DATA), getPage: () => Promise.resolve(undefined) });
  await start('view');
  await screen.findAllByRole('listitem');
  await waitFor(() => expect(screen.queryAllByRole('listitem')).toHaveLength(2));
});

async function startEdit(gadgetConfiguration: object): Promise<HTMLInputElement> {
  host.extension = { type: 'jira:dashboardGadget', gadgetConfiguration, entryPoint: 'edit' };
  await start('edit');
  return screen.findByLabelText('Limit');
}

function type(field: HTMLInputElement, value: string): void {
  fireEvent.input(field, { target: { value } });
}

function click(name: string): void {
  fireEvent.click(screen.getByRole('button', { name }));
}
