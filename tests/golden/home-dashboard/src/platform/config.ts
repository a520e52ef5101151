import { widgetEdit } from '@forge/dashboards-bridge';
import { getContext } from './context';

/** What was saved for this widget; `undefined` for one that nobody has configured. */
export async function savedConfig(): Promise<unknown> {
  return (await getContext()).config;
}

/** Has the dashboard's own Save button store what `current` gives. Without this, nothing is saved. */
export async function saveOnDemand(current: () => Record<string, unknown>): Promise<void> {
  await widgetEdit.onProductSave(() => Promise.resolve(current()));
}
