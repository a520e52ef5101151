import { beforeEach, expect, test, vi } from 'vitest';
import { host, start, until, type FrontEnd } from '#bgscript/testView';
import { configure } from '../src/config';
import { sampleData } from '../src/sample';

type Save = (config: object) => Promise<unknown>;

const updateConfig = vi.fn();
let save: Save;
let fail: (error: Error) => void;

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
  await until(() => expect(updateConfig).toHaveBeenLastCalledWith({ limit: 3 }));
  expect(await save({})).toEqual({ limit: 3 });
});

test('an invalid number of items is not stored', async () => {
  const edit = await startEdit(undefined);
  edit.call(edit.get('Textfield'), 'onChange', { target: { value: '' } });
  expect(await save({})).toEqual({ limit: 10 });
});

test('when the dashboard cannot save the settings, the reason is shown', async () => {
  const edit = await startEdit({ limit: 7 });
  fail(new Error('The dashboard is read-only'));
  await until(() => expect(edit.get('SectionMessage').props.appearance).toBe('error'));
  expect(edit.text()).toContain('The dashboard is read-only');
});

test('a view shows as many items as it is set to', () => {
  expect(configure(sampleData, { limit: 2 }).items).toEqual(sampleData.items.slice(0, 2));
});

async function startEdit(config: unknown): Promise<FrontEnd> {
  host.extension = { config };
  const edit = await start('edit', {
    getWidgetEditApi: () => ({
      onProductSave: (callback: Save) => (save = callback),
      onSaveError: (callback: typeof fail) => (fail = callback),
      updateConfig,
    }),
  });
  await until(() => edit.get('Textfield'));
  return edit;
}
