import { beforeEach, expect, test, vi } from 'vitest';
import { host, start, type FrontEnd } from '#bgscript/testView';

type Save = (config: object) => Promise<unknown>;

const updateConfig = vi.fn();
let save: Save;

beforeEach(() => {
  host.reset(true);
  updateConfig.mockReset();
});

test('the field shows what was saved, and the dashboard’s Save button stores what was typed', async () => {
  const edit = await startEdit({ limit: 7 });
  const field = edit.get('Textfield');
  expect(edit.text()).toBe('Items to show');
  expect(edit.get('Label').props.labelFor).toBe(field.props.id);
  expect(field.props.defaultValue).toBe('7');
  edit.call(field, 'onChange', { target: { value: '3' } });
  await vi.waitFor(() => expect(updateConfig).toHaveBeenLastCalledWith({ limit: 3 }));
  expect(await save({})).toEqual({ limit: 3 });
});

test('an invalid number of items is not stored', async () => {
  const edit = await startEdit(undefined);
  edit.call(edit.get('Textfield'), 'onChange', { target: { value: '' } });
  expect(await save({})).toEqual({ limit: 10 });
});

async function startEdit(config: unknown): Promise<FrontEnd> {
  host.extension = { config };
  const edit = await start('edit', {
    getWidgetEditApi: () => ({
      onProductSave: (callback: Save) => (save = callback),
      onSaveError: () => undefined,
      updateConfig,
    }),
  });
  await vi.waitFor(() => edit.get('Textfield'));
  return edit;
}
