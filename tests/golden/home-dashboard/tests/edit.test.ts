// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/dom';
import { beforeEach, expect, test, vi } from 'vitest';
import { calls, host, start } from '#bgscript/testView';
import { configure } from '../src/config';
import { sampleData } from '../src/sample';

type Save = (config: object) => Promise<unknown>;

const updateConfig = vi.fn();
let save: Save;
let fail: (error: Error) => void;

beforeEach(() => {
  host.reset(true);
  updateConfig.mockReset();
  calls.getWidgetEditApi = () => ({
    onProductSave: (callback: Save) => (save = callback),
    onSaveError: (callback: typeof fail) => (fail = callback),
    updateConfig,
  });
});

test('the field shows what was saved, and the dashboard’s Save button stores what was typed', async () => {
  const field = await startEdit({ limit: 7 });
  expect(field.value).toBe('7');
  fireEvent.input(field, { target: { value: '3' } });
  await waitFor(() => expect(updateConfig).toHaveBeenLastCalledWith({ limit: 3 }));
  expect(field.value).toBe('3');
  expect(await save({})).toEqual({ limit: 3 });
});

test('an invalid number of items is not stored', async () => {
  const field = await startEdit(undefined);
  fireEvent.input(field, { target: { value: '' } });
  expect(await save({})).toEqual({ limit: 10 });
});

test('when the dashboard cannot save the settings, the reason is shown', async () => {
  await startEdit({ limit: 7 });
  fail(new Error('The dashboard is read-only'));
  expect((await screen.findByRole('alert')).textContent).toContain('The dashboard is read-only');
});

test('a view shows as many items as it is set to', () => {
  expect(configure(sampleData, { limit: 2 }).items).toEqual(sampleData.items.slice(0, 2));
});

async function startEdit(config: unknown) {
  host.extension = { config };
  await start('edit');
  return screen.findByLabelText<HTMLInputElement>('Items to show');
}
