import { beforeEach, expect, test, vi } from 'vitest';
import { host, start, until, type FrontEnd } from '#bgscript/testView';
import { configure } from '../src/config';
import { sampleData } from '../src/sample';

const submit = vi.fn();

beforeEach(() => {
  host.reset(true);
  submit.mockReset();
});

test('the field shows what was saved, and Save stores what was typed', async () => {
  const edit = await startEdit({ limit: 7 });
  const field = edit.get('Textfield');
  expect(edit.text()).toMatch(/^Items to show Refresh automatically.* Save$/);
  expect(edit.get('Label').props.labelFor).toBe(field.props.id);
  expect(field.props.defaultValue).toBe('7');
  expect(await saved(edit, '3')).toEqual({ limit: 3 });
});

test('an invalid number of items is not stored', async () => {
  expect(await saved(await startEdit(undefined), '')).toEqual({ limit: 10 });
});

test('the automatic refresh is stored with the rest', async () => {
  const edit = await startEdit({ limit: 7, refresh: 30 });
  const field = edit.all('Textfield')[1]!;
  expect(field.props.defaultValue).toBe('30');
  edit.call(field, 'onChange', { target: { value: '15' } });
  expect(await saved(edit, '3')).toEqual({ limit: 3, refresh: 15 });
  edit.call(edit.all('Textfield')[1]!, 'onChange', { target: { value: '' } });
  expect(await saved(edit, '3')).toEqual({ limit: 3 });
});

test('when Jira cannot save the settings, the reason is shown', async () => {
  const edit = await startEdit({ limit: 7 });
  submit.mockRejectedValue(new Error('Jira said no'));
  await saved(edit, '3');
  await until(() => expect(edit.get('SectionMessage').props.appearance).toBe('error'));
  expect(edit.text()).toContain('Jira said no');
});

test('a view shows as many items as it is set to', () => {
  expect(configure(sampleData, { limit: 2 }).items).toEqual(sampleData.items.slice(0, 2));
});

async function startEdit(gadgetConfiguration: unknown): Promise<FrontEnd> {
  host.extension = { gadgetConfiguration, entryPoint: 'edit' };
  const edit = await start('edit', { submit });
  await until(() => edit.get('Textfield'));
  return edit;
}

/** What reaches Jira when `typed` is in the field and somebody clicks Save. */
async function saved(edit: FrontEnd, typed: string): Promise<unknown> {
  edit.call(edit.get('Textfield'), 'onChange', { target: { value: typed } });
  await until(() => edit.call(edit.get('Form'), 'onSubmit'));
  return submit.mock.lastCall?.[0] as unknown;
}
