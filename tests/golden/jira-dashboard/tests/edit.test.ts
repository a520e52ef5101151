// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from '@testing-library/dom';
import { beforeEach, expect, test, vi } from 'vitest';
import { calls, host, start } from '#bgscript/testView';
import { configure } from '../src/config';
import { sampleData } from '../src/sample';

const submit = vi.fn();

beforeEach(() => {
  host.reset(true);
  calls.submit = submit.mockReset();
});

test('the field shows what was saved, and Save stores what was typed', async () => {
  const field = await startEdit({ limit: 7 });
  expect(field.value).toBe('7');
  save(field, '3');
  await waitFor(() => expect(submit).toHaveBeenCalledWith({ limit: 3 }));
  expect(screen.queryByRole('alert')).toBeNull();
});

test('an invalid number of items is not stored', async () => {
  save(await startEdit(undefined), '');
  await waitFor(() => expect(submit).toHaveBeenCalledWith({ limit: 10 }));
});

test('when Jira cannot save the settings, the reason is shown', async () => {
  const field = await startEdit({ limit: 7 });
  submit.mockRejectedValue(new Error('Jira said no'));
  save(field, '3');
  expect((await screen.findByRole('alert')).textContent).toContain('Jira said no');
});

test('a view shows as many items as it is set to', () => {
  expect(configure(sampleData, { limit: 2 }).items).toEqual(sampleData.items.slice(0, 2));
});

async function startEdit(gadgetConfiguration: unknown) {
  host.extension = { gadgetConfiguration, entryPoint: 'edit' };
  await start('edit');
  return screen.findByLabelText<HTMLInputElement>('Items to show');
}

/** Types a text into the field and clicks Save. */
function save(field: HTMLInputElement, typed: string): void {
  fireEvent.input(field, { target: { value: typed } });
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
}
