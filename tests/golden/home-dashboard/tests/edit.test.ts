// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/dom';
import { beforeEach, expect, test, vi } from 'vitest';
import { calls, host, start } from '#bgscript/testView';

type Save = (config: object) => Promise<unknown>;

const updateConfig = vi.fn();
let save: Save;

beforeEach(() => {
  host.reset(true);
  updateConfig.mockReset();
  calls.getWidgetEditApi = () => ({
    onProductSave: (callback: Save) => (save = callback),
    onSaveError: () => undefined,
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

async function startEdit(config: unknown) {
  host.extension = { config };
  await start('edit');
  return screen.findByLabelText<HTMLInputElement>('Items to show');
}
