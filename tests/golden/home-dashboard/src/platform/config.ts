import { view } from '@forge/bridge';
import { widgetEdit } from '@forge/dashboards-bridge';

/** What was saved for this widget; `undefined` for one that nobody has configured. */
export async function savedConfig(): Promise<unknown> {
  const { extension } = await view.getContext();
  return extension.config;
}

/** Has the dashboard's own Save button store what `current` gives. Without this, nothing is saved. */
export async function saveOnDemand(current: () => Record<string, unknown>): Promise<void> {
  await widgetEdit.onProductSave(() => Promise.resolve(current()));
}
