import { widget, widgetEdit } from '@forge/dashboards-bridge';
import { parseConfig } from '../config';
import { getContext, isPreview } from './context';

/** What was saved for this widget; `undefined` for one that nobody has configured. A preview shows the defaults. */
export async function savedConfig(): Promise<unknown> {
  const context = await getContext();
  if (!isPreview(context)) return context.config;
  const config = { ...parseConfig(undefined) };
  await widget
    .setPreviewConfig(config)
    .catch((reason: unknown) => console.warn('No settings for the preview:', reason));
  return config;
}

/** Has the dashboard's own Save button store what `current` gives. Without this, nothing is saved. */
export async function saveOnDemand(current: () => Record<string, unknown>): Promise<void> {
  await widgetEdit.onProductSave(() => Promise.resolve(current()));
}
